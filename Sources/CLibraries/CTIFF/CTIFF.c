#include "CTIFF.h"
#include "CTIFFSupport.h"

#include <stdlib.h>
#include <string.h>

#define TILE_BAND_MAX ((size_t)1 << 30)

struct ctiff_reader {
    TIFF *tiff;
    ctiff_info info;
    uint32_t tile_width, tile_height;
    size_t tile_row_bytes;
    uint8_t *tile, *band; /* of a tiled picture: one tile, and the row of tiles at band_row of band_plane */
    uint32_t band_row;
    int band_plane;
    uint32_t column, column_end; /* the columns that are wanted; only their tiles are read */
    char message[CTIFF_MESSAGE_LENGTH];
};

static ctiff_reader *fail(ctiff_reader *reader, char *message, const char *text) {
    snprintf(message, CTIFF_MESSAGE_LENGTH, "%s", reader && reader->message[0] ? reader->message : text);
    if (reader) ctiff_close(reader);
    return NULL;
}

/* The first directory is often a thumbnail. */
static void choose_directory(TIFF *tiff) {
    for (int i = 0; i < 16; i++) {
        uint32_t kind = 0;
        TIFFGetFieldDefaulted(tiff, TIFFTAG_SUBFILETYPE, &kind);
        if (!(kind & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK))) return;
        if (!TIFFReadDirectory(tiff)) break;
    }
    TIFFSetDirectory(tiff, 0);
}

static int is_plain(const ctiff_info *info, uint16_t compression) {
    int bits = info->bits == 1 || info->bits == 2 || info->bits == 4 || info->bits == 8 || info->bits == 16
        || info->bits == 32 || info->bits == 64;
    if (!bits || (info->bits < 8 && info->channels != 1)) return 0;
    switch (info->photometric) {
    case PHOTOMETRIC_MINISWHITE: case PHOTOMETRIC_MINISBLACK: return 1;
    case PHOTOMETRIC_PALETTE: return info->bits <= 8 && info->channels == 1;
    case PHOTOMETRIC_RGB: return info->channels >= 3 && info->bits >= 8;
    case PHOTOMETRIC_SEPARATED: return info->inks_are_cmyk && info->channels >= 4 && (info->bits == 8 || info->bits == 16)
        && info->planar == PLANARCONFIG_CONTIG;
    case PHOTOMETRIC_YCBCR: return compression == COMPRESSION_JPEG && info->bits == 8 && info->channels == 3
        && info->planar == PLANARCONFIG_CONTIG;
    default: return 0;
    }
}

ctiff_reader *ctiff_open(const char *path, ctiff_info *out, char message[CTIFF_MESSAGE_LENGTH]) {
    ctiff_reader *reader = calloc(1, sizeof *reader);
    if (!reader) return fail(reader, message, "out of memory");
    reader->tiff = ctiff_open_handle(path, "rm", reader->message); /* m: no memory mapping */
    if (!reader->tiff) return fail(reader, message, "cannot be opened");
    TIFF *tiff = reader->tiff;
    choose_directory(tiff);
    ctiff_info *info = &reader->info;
    uint16_t compression = COMPRESSION_NONE, inks = INKSET_CMYK, extra_count = 0, *extras = NULL;
    if (!TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &info->width) || !TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &info->height)) {
        return fail(reader, message, "it gives no size");
    }
    TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &info->bits);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &info->channels);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &info->format);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &info->planar);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &compression);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_INKSET, &inks);
    if (!TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &info->photometric)) {
        info->photometric = info->channels >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
    }
    if (TIFFGetField(tiff, TIFFTAG_EXTRASAMPLES, &extra_count, &extras) && extra_count > 0
        && extras[extra_count - 1] != EXTRASAMPLE_UNSPECIFIED) {
        info->extra_is_alpha = extras[extra_count - 1];
    }
    info->inks_are_cmyk = inks == INKSET_CMYK;
    if (info->channels == 0 || info->channels > 64) return fail(reader, message, "an impossible number of samples per pixel");
    if (!TIFFIsCODECConfigured(compression)) return fail(reader, message, "a compression that libtiff does not know");
    info->convert = !is_plain(info, compression);
    if (!info->convert) {
        if (info->photometric == PHOTOMETRIC_YCBCR) {
            TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
            info->photometric = PHOTOMETRIC_RGB;
        }
        size_t samples = (size_t)info->width * (info->planar == PLANARCONFIG_CONTIG ? info->channels : 1);
        info->row_bytes = (samples * info->bits + 7) / 8;
        if (TIFFIsTiled(tiff)) {
            TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &reader->tile_width);
            TIFFGetField(tiff, TIFFTAG_TILELENGTH, &reader->tile_height);
            reader->tile_row_bytes = (size_t)TIFFTileRowSize(tiff);
            if (!reader->tile_width || !reader->tile_height || !reader->tile_row_bytes) {
                return fail(reader, message, "its tiles have no size");
            }
            if (info->bits < 8 && reader->tile_width % 8) return fail(reader, message, "tiles of broken bytes");
        } else if ((size_t)TIFFScanlineSize(tiff) != info->row_bytes) {
            return fail(reader, message, "its rows have an unexpected length");
        }
    } else {
        char reason[1024] = "";
        if (!TIFFRGBAImageOK(tiff, reason)) return fail(reader, message, reason);
    }
    reader->band_plane = -1;
    reader->column_end = info->width;
    *out = *info;
    return reader;
}

static int fail_row(ctiff_reader *reader, const char *text) {
    if (!reader->message[0]) snprintf(reader->message, CTIFF_MESSAGE_LENGTH, "%s", text);
    return -1;
}

static int load_band(ctiff_reader *reader, uint32_t row, uint16_t plane) {
    const ctiff_info *info = &reader->info;
    size_t tile_bytes = (size_t)TIFFTileSize(reader->tiff);
    if (!reader->band) {
        if (tile_bytes == 0 || tile_bytes > TILE_BAND_MAX || tile_bytes < reader->tile_row_bytes * reader->tile_height
            || info->row_bytes > TILE_BAND_MAX / reader->tile_height) {
            return fail_row(reader, "its tiles are too large");
        }
        reader->tile = malloc(tile_bytes);
        reader->band = malloc(info->row_bytes * reader->tile_height);
        if (!reader->tile || !reader->band) return fail_row(reader, "out of memory");
    }
    uint32_t first = row - row % reader->tile_height;
    size_t offset = 0;
    for (uint32_t x = 0; x < reader->column_end; x += reader->tile_width) {
        int wanted = reader->column < reader->tile_width || x > reader->column - reader->tile_width;
        if (wanted && TIFFReadTile(reader->tiff, reader->tile, x, first, 0, plane) < 0) return fail_row(reader, "a tile cannot be read");
        size_t part = info->row_bytes - offset;
        if (part > reader->tile_row_bytes) part = reader->tile_row_bytes;
        for (uint32_t y = 0; wanted && y < reader->tile_height; y++) {
            memcpy(reader->band + y * info->row_bytes + offset, reader->tile + y * reader->tile_row_bytes, part);
        }
        offset += part;
        if (reader->tile_width > info->width - x) break; /* x must not wrap around */
    }
    reader->band_row = first;
    reader->band_plane = plane;
    return 0;
}

void ctiff_want_columns(ctiff_reader *reader, uint32_t first, uint32_t end) {
    reader->column = first < reader->info.width ? first : reader->info.width;
    reader->column_end = end < reader->info.width ? end : reader->info.width;
}

uint32_t ctiff_entry_row(ctiff_reader *reader, uint32_t row) {
    if (reader->tile_width) return row;
    uint32_t rows_per_strip = 0;
    TIFFGetFieldDefaulted(reader->tiff, TIFFTAG_ROWSPERSTRIP, &rows_per_strip);
    return rows_per_strip > 0 ? row - row % rows_per_strip : 0;
}

int ctiff_read_row(ctiff_reader *reader, uint32_t row, uint16_t plane, uint8_t *out) {
    reader->message[0] = 0;
    if (!reader->tile_width) {
        return TIFFReadScanline(reader->tiff, out, row, plane) == 1 ? 0 : fail_row(reader, "a row cannot be read");
    }
    if (reader->band_plane != plane || row < reader->band_row || row - reader->band_row >= reader->tile_height) {
        reader->band_plane = -1;
        if (load_band(reader, row, plane)) return -1;
    }
    memcpy(out, reader->band + (row - reader->band_row) * reader->info.row_bytes, reader->info.row_bytes);
    return 0;
}

int ctiff_read_rgba(ctiff_reader *reader, uint32_t *out) {
    reader->message[0] = 0;
    uint16_t orientation = ORIENTATION_TOPLEFT;
    TIFFGetFieldDefaulted(reader->tiff, TIFFTAG_ORIENTATION, &orientation);
    /* Asking for the file's own orientation leaves the rows as they are stored. */
    int done = TIFFReadRGBAImageOriented(reader->tiff, reader->info.width, reader->info.height, out, orientation, 1);
    return done ? 0 : fail_row(reader, "it cannot be converted to RGB");
}

int ctiff_palette(ctiff_reader *reader, const uint16_t **red, const uint16_t **green, const uint16_t **blue) {
    uint16_t *r = NULL, *g = NULL, *b = NULL;
    if (!TIFFGetField(reader->tiff, TIFFTAG_COLORMAP, &r, &g, &b) || !r || !g || !b) return -1;
    *red = r;
    *green = g;
    *blue = b;
    return 0;
}

const char *ctiff_message(const ctiff_reader *reader) { return reader->message; }

void ctiff_close(ctiff_reader *reader) {
    if (reader->tiff) TIFFClose(reader->tiff);
    free(reader->tile);
    free(reader->band);
    free(reader);
}
