// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors
//
// The upper bound: copies literals and escapes values that were looked up beforehand.
//
//   bound WORKLOADS OUTPUT
//
// WORKLOADS/NAME.segments has, for each recipient, lines "KIND LENGTH" with that many bytes and a line feed after each:
// L a literal, V a value to be escaped, R a raw value; "E" ends a recipient.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct segment {
    char kind;
    size_t length;
    const char *bytes;
};

struct message {
    size_t count;
    struct segment segments[512];
};

static struct message messages[16];
static size_t messageCount;
static char output[1 << 20];
static const char *references[256];
static size_t lengths[256];

static void load(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) exit(66);
    char kind;
    size_t length;
    memset(messages, 0, sizeof messages);
    messageCount = 0;
    while (fscanf(file, " %c", &kind) == 1) {
        struct message *message = &messages[messageCount];
        if (kind == 'E') {
            messageCount++;
            continue;
        }
        if (fscanf(file, "%zu", &length) != 1 || fgetc(file) != '\n') exit(65);
        char *bytes = malloc(length + 1);
        if (fread(bytes, 1, length, file) != length) exit(65);
        message->segments[message->count++] = (struct segment){kind, length, bytes};
    }
    fclose(file);
}

static size_t render(const struct message *message) {
    char *to = output;
    for (size_t i = 0; i < message->count; i++) {
        const struct segment *segment = &message->segments[i];
        if (segment->kind != 'V') {
            memcpy(to, segment->bytes, segment->length);
            to += segment->length;
            continue;
        }
        for (size_t j = 0; j < segment->length; j++) {
            unsigned char byte = segment->bytes[j];
            if (!references[byte]) {
                *to++ = byte;
            } else {
                memcpy(to, references[byte], lengths[byte]);
                to += lengths[byte];
            }
        }
    }
    return to - output;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **arguments) {
    if (count != 3) return 64;
    const char *special = "&<>\"'`=";
    const char *texts[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#x27;", "&#x60;", "&#x3D;"};
    for (int i = 0; i < 7; i++) {
        references[(unsigned char)special[i]] = texts[i];
        lengths[(unsigned char)special[i]] = strlen(texts[i]);
    }
    const char *names[] = {"large", "small"};
    for (int n = 0; n < 2; n++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s.segments", arguments[1], names[n]);
        load(path);
        snprintf(path, sizeof path, "%s/%s", arguments[2], names[n]);
        FILE *file = fopen(path, "wb");
        for (size_t i = 0; i < messageCount; i++) fwrite(output, 1, render(&messages[i]), file);
        fclose(file);
        double best = 0;
        volatile size_t sum = 0;
        for (int round = 0; round < 6; round++) {
            double start = now(), elapsed = 0;
            size_t runs = 0;
            while (elapsed < 0.4) {
                for (int i = 0; i < 64; i++) sum += render(&messages[runs++ % messageCount]);
                elapsed = now() - start;
            }
            if (runs / elapsed > best) best = runs / elapsed;
        }
        printf("%s %f\n", names[n], best);
    }
}
