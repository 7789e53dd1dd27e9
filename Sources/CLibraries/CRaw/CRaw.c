#include "CRaw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <libraw/libraw.h>

/* A whole-frame development takes some 16 bytes a pixel; the caller has checked the size of the picture before. */
#define RAW_MEMORY_MEGABYTES 4096

struct craw_reader {
    libraw_data_t *raw;
    long warnings;
};

static void count_damage(void *user, const char *file, const int offset) {
    (void)file;
    (void)offset;
    ((craw_reader *)user)->warnings++;
}

static int orientation_of(int flip) {
    switch (flip) {
    case 3: return 3;
    case 5: return 8;
    case 6: return 6;
    default: return 1;
    }
}

static void copy_text(char *out, size_t length, const char *text, size_t text_length) {
    snprintf(out, length, "%.*s", (int)strnlen(text, text_length), text);
}

craw_reader *craw_open(const char *path, craw_info *info, char message[CRAW_MESSAGE_LENGTH]) {
    craw_reader *reader = calloc(1, sizeof *reader);
    if (reader) reader->raw = libraw_init(0);
    if (!reader || !reader->raw) {
        snprintf(message, CRAW_MESSAGE_LENGTH, "out of memory");
        free(reader);
        return NULL;
    }
    libraw_data_t *raw = reader->raw;
    libraw_set_dataerror_handler(raw, count_damage, reader);
    raw->params.max_raw_memory_mb = RAW_MEMORY_MEGABYTES;
    raw->params.use_camera_wb = 1;
    raw->params.no_auto_bright = 1;
    raw->params.output_bps = 16;
    raw->params.output_color = 1;
    raw->params.gamm[0] = raw->params.gamm[1] = 1.0;
    raw->params.user_qual = 0; /* bilinear: no false structure around stars, and fast */
    raw->params.use_fuji_rotate = 0;
    int status = libraw_open_file(raw, path);
    if (status != LIBRAW_SUCCESS) {
        snprintf(message, CRAW_MESSAGE_LENGTH, "%s", libraw_strerror(status));
        craw_close(reader);
        return NULL;
    }
    memset(info, 0, sizeof *info);
    info->orientation = orientation_of(raw->sizes.flip);
    raw->params.user_flip = 0;
    raw->sizes.flip = 0;
    info->width = raw->sizes.width;
    info->height = raw->sizes.height;
    info->colours = raw->idata.colors;
    info->bits = 16;
    for (unsigned top = raw->color.maximum; info->bits > 1 && top && !(top >> (info->bits - 1)); ) info->bits--;
    copy_text(info->make, sizeof info->make, raw->idata.make, sizeof raw->idata.make);
    copy_text(info->model, sizeof info->model, raw->idata.model, sizeof raw->idata.model);
    copy_text(info->lens, sizeof info->lens, raw->lens.Lens, sizeof raw->lens.Lens);
    info->exposure = raw->other.shutter;
    info->iso = raw->other.iso_speed;
    info->focal_length = raw->other.focal_len;
    info->timestamp = (int64_t)raw->other.timestamp;
    return reader;
}

int craw_develop(craw_reader *reader, int half, uint32_t *width, uint32_t *height, char message[CRAW_MESSAGE_LENGTH]) {
    libraw_data_t *raw = reader->raw;
    raw->params.half_size = half;
    int status = libraw_unpack(raw);
    if (status == LIBRAW_SUCCESS) status = libraw_dcraw_process(raw);
    if (status != LIBRAW_SUCCESS || !raw->image) {
        snprintf(message, CRAW_MESSAGE_LENGTH, "%s", status ? libraw_strerror(status) : "no picture came out");
        return -1;
    }
    *width = raw->sizes.iwidth;
    *height = raw->sizes.iheight;
    return 0;
}

void craw_row(const craw_reader *reader, uint32_t row, uint16_t *out) {
    const libraw_data_t *raw = reader->raw;
    const uint16_t (*pixel)[4] = (const uint16_t (*)[4])raw->image + (size_t)row * raw->sizes.iwidth;
    int grey = raw->idata.colors == 1;
    for (uint32_t x = 0; x < raw->sizes.iwidth; x++) {
        out[3 * x] = pixel[x][0];
        out[3 * x + 1] = pixel[x][grey ? 0 : 1];
        out[3 * x + 2] = pixel[x][grey ? 0 : 2];
    }
}

long craw_warnings(const craw_reader *reader) { return reader->warnings; }

void craw_close(craw_reader *reader) {
    libraw_close(reader->raw);
    free(reader);
}
