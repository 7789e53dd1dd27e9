#ifndef CTIFF_H
#define CTIFF_H

#include <stddef.h>
#include <stdint.h>

/* TIFFGetField and TIFFSetField are variadic, which Swift cannot call. Messages go into the handle's own buffer. */

#define CTIFF_MESSAGE_LENGTH 200

typedef struct {
    uint32_t width, height;
    uint16_t bits, channels, format;   /* per sample; samples per pixel; 1 unsigned, 2 signed, 3 floating point */
    uint16_t photometric, planar;      /* TIFF's numbers; planar 2: one plane after another */
    uint16_t extra_is_alpha;           /* the last sample of a pixel is unassociated (2) or associated (1) alpha, or 0 */
    uint16_t inks_are_cmyk;
    int convert;                       /* only whole-picture conversion by libtiff reads it (ctiff_read_rgba) */
    size_t row_bytes;                  /* of one row of one plane as ctiff_read_row gives it */
} ctiff_info;

typedef struct ctiff_reader ctiff_reader;

/* Opens the first directory that is no reduced copy. NULL on failure, with the reason in message. */
ctiff_reader *ctiff_open(const char *path, ctiff_info *info, char message[CTIFF_MESSAGE_LENGTH]);
/* One row of one plane (0 where planes are not apart), samples in native byte order; fewer than 8 bits stay packed.
   Rows must be asked for from the first on, or from an entry row on, plane by plane. 0 on success. */
int ctiff_read_row(ctiff_reader *reader, uint32_t row, uint16_t plane, uint8_t *out);
/* The last row up to this one at which reading can begin without unpacking what is before it. */
uint32_t ctiff_entry_row(ctiff_reader *reader, uint32_t row);
/* Rows need only hold these columns; the others may be anything. Call it before the first row is read. */
void ctiff_want_columns(ctiff_reader *reader, uint32_t first, uint32_t end);
/* The whole picture as 8-bit RGBA words (R lowest), first row first. 0 on success. */
int ctiff_read_rgba(ctiff_reader *reader, uint32_t *out);
/* The palette of 1 << bits colours; 0 on success. */
int ctiff_palette(ctiff_reader *reader, const uint16_t **red, const uint16_t **green, const uint16_t **blue);
const char *ctiff_message(const ctiff_reader *reader);
void ctiff_close(ctiff_reader *reader);

typedef struct ctiff_writer ctiff_writer;

enum { CTIFF_NONE = 1, CTIFF_LZW = 5, CTIFF_DEFLATE = 8 };

/* channels 1, 3 or, for rows of blue, green, red and one left out (8 bit), 4; bits 8, 16 or 32 (floating point); tile 0 for
   strips, else the side of square tiles (a multiple of 16); orientation 0 to leave the tag out. */
ctiff_writer *ctiff_create(const char *path, uint32_t width, uint32_t height, int channels, int bits, int compression,
                           int planar, uint32_t tile, int orientation, char message[CTIFF_MESSAGE_LENGTH]);
/* All rows, interleaved; 0 on success. */
int ctiff_write(ctiff_writer *writer, const uint8_t *rows, size_t row_bytes);
/* Completes the file; 0 when all of it was handed to the file system. Frees the writer in any case. */
int ctiff_finish(ctiff_writer *writer, char message[CTIFF_MESSAGE_LENGTH]);

#endif
