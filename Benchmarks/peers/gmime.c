// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors
//
// Measures GMime: gmime WORKLOADS OUTPUT

#include <gmime/gmime.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *texts[16], *htmls[16], *subjects[16];

static char *read_file(const char *folder, const char *format, int number) {
    char path[4096], name[64];
    snprintf(name, sizeof name, format, number);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    char *content = NULL;
    if (!g_file_get_contents(path, &content, NULL, NULL)) exit(66);
    return content;
}

static GMimeObject *part(const char *subtype, const char *body, GMimeContentEncoding encoding) {
    GMimeTextPart *part = g_mime_text_part_new_with_subtype(subtype);
    g_mime_text_part_set_charset(part, "UTF-8");
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(body, strlen(body));
    GMimeDataWrapper *content = g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);
    g_mime_part_set_content((GMimePart *)part, content);
    g_mime_part_set_content_encoding((GMimePart *)part, encoding);
    g_object_unref(content);
    g_object_unref(stream);
    return (GMimeObject *)part;
}

static GByteArray *compose(int number, GMimeContentEncoding encoding) {
    char address[64], id[64];
    snprintf(address, sizeof address, "user.%03d@example.com", number);
    snprintf(id, sizeof id, "%d@example.com", number);
    GMimeMessage *message = g_mime_message_new(TRUE);
    GDateTime *date = g_date_time_new_from_unix_utc(946684800);
    g_mime_message_set_date(message, date);
    g_date_time_unref(date);
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, "Smith & Sons", "noreply@example.com");
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_TO, NULL, address);
    g_mime_message_set_subject(message, subjects[number], "UTF-8");
    g_mime_message_set_message_id(message, id);
    g_mime_object_append_header((GMimeObject *)message, "Auto-Submitted", "auto-generated", NULL);
    GMimeMultipart *alternative = g_mime_multipart_new_with_subtype("alternative");
    GMimeObject *text = part("plain", texts[number], encoding), *html = part("html", htmls[number], encoding);
    g_mime_multipart_add(alternative, text);
    g_mime_multipart_add(alternative, html);
    g_object_unref(text);
    g_object_unref(html);
    g_mime_message_set_mime_part(message, (GMimeObject *)alternative);
    g_object_unref(alternative);
    GMimeFormatOptions *options = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
    GMimeStream *stream = g_mime_stream_mem_new();
    g_mime_object_write_to_stream((GMimeObject *)message, options, stream);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array((GMimeStreamMem *)stream);
    g_byte_array_ref(bytes);
    g_mime_stream_mem_set_owner((GMimeStreamMem *)stream, FALSE);
    g_object_unref(stream);
    g_mime_format_options_free(options);
    g_object_unref(message);
    return bytes;
}

static void raw(const char *name, GMimeContentEncoding kind) {
    size_t length = strlen(htmls[0]), size = 1 << 20;
    char *input = malloc(size), *output = malloc(4 * size);
    for (size_t i = 0; i < size; i++) input[i] = htmls[0][i % length];
    double best = 0;
    for (int round = 0; round < 6; round++) {
        gint64 start = g_get_monotonic_time(), elapsed = 0;
        int runs = 0;
        while (elapsed < 400000) {
            GMimeEncoding encoding;
            g_mime_encoding_init_encode(&encoding, kind);
            g_mime_encoding_flush(&encoding, input, size, output);
            runs++;
            elapsed = g_get_monotonic_time() - start;
        }
        if (runs * 1e6 / elapsed > best) best = runs * 1e6 / elapsed;
    }
    printf("%s %f\n", name, best);
}

int main(int count, char **arguments) {
    if (count != 3) return 64;
    g_mime_init();
    for (int i = 0; i < 16; i++) {
        texts[i] = read_file(arguments[1], "mail-%d.txt", i);
        htmls[i] = read_file(arguments[1], "mail-%d.html", i);
    }
    char **lines = g_strsplit(read_file(arguments[1], "mail-subjects", 0), "\n", 0);
    for (int i = 0; i < 16; i++) subjects[i] = lines[i];
    GMimeContentEncoding kinds[] = {GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE, GMIME_CONTENT_ENCODING_BASE64};
    const char *names[] = {"compose-qp", "compose-base64"};
    for (int k = 0; k < 2; k++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", arguments[2], names[k]);
        GByteArray *bytes = compose(0, kinds[k]);
        g_file_set_contents(path, (char *)bytes->data, bytes->len, NULL);
        g_byte_array_unref(bytes);
        double best = 0;
        for (int round = 0; round < 6; round++) {
            gint64 start = g_get_monotonic_time(), elapsed = 0;
            int runs = 0;
            while (elapsed < 400000) {
                for (int i = 0; i < 16; i++) g_byte_array_unref(compose(runs++ % 16, kinds[k]));
                elapsed = g_get_monotonic_time() - start;
            }
            if (runs * 1e6 / elapsed > best) best = runs * 1e6 / elapsed;
        }
        printf("%s %f\n", names[k], best);
    }
    raw("raw-qp", GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    raw("raw-base64", GMIME_CONTENT_ENCODING_BASE64);
}
