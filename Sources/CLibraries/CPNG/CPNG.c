#include "CPNG.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <png.h>

static void leave(png_structp png, png_const_charp text) {
    char *message = png_get_error_ptr(png);
    if (message) snprintf(message, CPNG_MESSAGE_LENGTH, "%s", text);
    png_longjmp(png, 1);
}

static void stay_silent(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

static void say_to(png_structp png, char *message) { png_set_error_fn(png, message, leave, stay_silent); }

static int little_endian(void) {
    const uint16_t one = 1;
    return *(const uint8_t *)&one == 1;
}

/* Reading */

struct cpng_reader {
    png_structp png;
    png_infop info;
    FILE *file;
    uint32_t height, next;
    size_t row_bytes;
    int interlaced;
    uint8_t *whole; /* of an interlaced picture */
};

cpng_reader *cpng_open(const char *path, cpng_info *out, char message[CPNG_MESSAGE_LENGTH]) {
    cpng_reader *reader = calloc(1, sizeof *reader);
    if (reader) reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, message, leave, stay_silent);
    if (!reader || !reader->png) {
        snprintf(message, CPNG_MESSAGE_LENGTH, "out of memory");
        free(reader);
        return NULL;
    }
    reader->file = fopen(path, "rbe");
    if (!reader->file) {
        snprintf(message, CPNG_MESSAGE_LENGTH, "cannot be opened");
        cpng_close(reader);
        return NULL;
    }
    if (setjmp(png_jmpbuf(reader->png))) {
        cpng_close(reader);
        return NULL;
    }
    png_structp png = reader->png;
    reader->info = png_create_info_struct(png);
    if (!reader->info) png_error(png, "out of memory");
    png_set_user_limits(png, 0x7fffffff, 0x7fffffff); /* the caller has looked at the size */
    png_set_chunk_malloc_max(png, 16u << 20);
    png_set_chunk_cache_max(png, 200);
    /* Alpha is to be laid over black as the samples stand; with these chunks libpng would do it in linear light. */
    static const png_byte colour_chunks[] = "gAMA\0cHRM\0iCCP\0sRGB";
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, colour_chunks, 4);
    png_init_io(png, reader->file);
    png_read_info(png, reader->info);
    int type = png_get_color_type(png, reader->info);
    int depth = png_get_bit_depth(png, reader->info);
    png_set_expand(png); /* palette to RGB, 1, 2, 4 bits to 8, a transparent colour to alpha */
    if ((type & PNG_COLOR_MASK_ALPHA) || png_get_valid(png, reader->info, PNG_INFO_tRNS)) {
        png_color_16 black;
        memset(&black, 0, sizeof black);
        png_set_background(png, &black, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1.0);
    }
    if (depth == 16 && little_endian()) png_set_swap(png);
    out->interlaced = reader->interlaced = png_set_interlace_handling(png) > 1;
    png_read_update_info(png, reader->info);
    out->width = png_get_image_width(png, reader->info);
    out->height = reader->height = png_get_image_height(png, reader->info);
    out->channels = png_get_channels(png, reader->info);
    out->depth = png_get_bit_depth(png, reader->info);
    reader->row_bytes = png_get_rowbytes(png, reader->info);
    if (reader->row_bytes != (size_t)out->width * (size_t)out->channels * (size_t)(out->depth / 8)
        || (out->channels != 1 && out->channels != 3)) {
        png_error(png, "an unknown arrangement of samples");
    }
    say_to(png, NULL);
    return reader;
}

int cpng_read_whole(cpng_reader *reader, uint8_t *rows, char message[CPNG_MESSAGE_LENGTH]) {
    say_to(reader->png, message);
    if (setjmp(png_jmpbuf(reader->png))) return -1;
    for (int pass = 0; pass < (reader->interlaced ? 7 : 1); pass++) {
        for (uint32_t y = 0; y < reader->height; y++) png_read_row(reader->png, rows + (size_t)y * reader->row_bytes, NULL);
    }
    return 0;
}

int cpng_read(cpng_reader *reader, uint8_t *row, char message[CPNG_MESSAGE_LENGTH]) {
    if (reader->next >= reader->height) {
        snprintf(message, CPNG_MESSAGE_LENGTH, "it has no more rows");
        return -1;
    }
    if (reader->interlaced) {
        if (!reader->whole) {
            reader->whole = calloc(reader->height, reader->row_bytes);
            if (!reader->whole) {
                snprintf(message, CPNG_MESSAGE_LENGTH, "out of memory");
                return -1;
            }
            if (cpng_read_whole(reader, reader->whole, message)) return -1;
        }
        memcpy(row, reader->whole + (size_t)reader->next * reader->row_bytes, reader->row_bytes);
    } else {
        say_to(reader->png, message);
        if (setjmp(png_jmpbuf(reader->png))) return -1;
        png_read_row(reader->png, row, NULL);
    }
    reader->next++;
    return 0;
}

void cpng_close(cpng_reader *reader) {
    png_destroy_read_struct(&reader->png, reader->info ? &reader->info : NULL, NULL);
    if (reader->file) fclose(reader->file);
    free(reader->whole);
    free(reader);
}

/* Writing */

struct cpng_writer {
    png_structp png;
    png_infop info;
    FILE *file;
    int passes;
};

void cpng_abandon(cpng_writer *writer) {
    png_destroy_write_struct(&writer->png, writer->info ? &writer->info : NULL);
    if (writer->file) fclose(writer->file);
    free(writer);
}

cpng_writer *cpng_create(const char *path, uint32_t width, uint32_t height, int channels, int depth, int interlaced,
                         char message[CPNG_MESSAGE_LENGTH]) {
    cpng_writer *writer = calloc(1, sizeof *writer);
    if (writer) writer->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, message, leave, stay_silent);
    if (!writer || !writer->png) {
        snprintf(message, CPNG_MESSAGE_LENGTH, "out of memory");
        free(writer);
        return NULL;
    }
    writer->file = fopen(path, "wbe");
    if (!writer->file) {
        snprintf(message, CPNG_MESSAGE_LENGTH, "cannot be created");
        cpng_abandon(writer);
        return NULL;
    }
    if (setjmp(png_jmpbuf(writer->png))) {
        cpng_abandon(writer);
        return NULL;
    }
    writer->info = png_create_info_struct(writer->png);
    if (!writer->info) png_error(writer->png, "out of memory");
    png_set_user_limits(writer->png, 0x7fffffff, 0x7fffffff);
    png_init_io(writer->png, writer->file);
    png_set_IHDR(writer->png, writer->info, width, height, depth, channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB,
                 interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(writer->png, writer->info);
    if (depth == 16 && little_endian()) png_set_swap(writer->png);
    writer->passes = interlaced ? png_set_interlace_handling(writer->png) : 1;
    say_to(writer->png, NULL);
    return writer;
}

int cpng_write(cpng_writer *writer, const uint8_t *rows, size_t row_bytes, uint32_t count, char message[CPNG_MESSAGE_LENGTH]) {
    say_to(writer->png, message);
    if (setjmp(png_jmpbuf(writer->png))) return -1;
    for (int pass = 0; pass < writer->passes; pass++) {
        for (uint32_t i = 0; i < count; i++) png_write_row(writer->png, rows + (size_t)i * row_bytes);
    }
    return 0;
}

int cpng_finish(cpng_writer *writer, char message[CPNG_MESSAGE_LENGTH]) {
    say_to(writer->png, message);
    if (setjmp(png_jmpbuf(writer->png))) {
        cpng_abandon(writer);
        return -1;
    }
    png_write_end(writer->png, writer->info);
    FILE *file = writer->file;
    writer->file = NULL;
    cpng_abandon(writer);
    if (fclose(file) != 0) {
        snprintf(message, CPNG_MESSAGE_LENGTH, "the disk did not take all of it");
        return -1;
    }
    return 0;
}
