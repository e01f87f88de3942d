// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors
#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/tree.h>
