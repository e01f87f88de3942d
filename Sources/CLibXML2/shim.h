// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors
#include <libxml/xmlversion.h>
// Where libxml2 is built with ICU, its headers bring in ICU's, which clash with the ICU inside Foundation. They only
// add to the end of a structure that is not used here.
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/tree.h>
