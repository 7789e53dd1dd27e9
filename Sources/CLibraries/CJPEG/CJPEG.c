#include "CJPEG.h"
#include "CJPEGSupport.h"

#include <stdlib.h>
#include <string.h>

/* A progressive picture needs some ten scans; a hostile one makes thousands, each a pass over all coefficients. */
#define SCANS_MAX 200

struct cjpeg_reader {
    struct jpeg_decompress_struct info;
    struct trap trap;
    struct jpeg_progress_mgr progress;
    FILE *file;
};

static void watch_scans(j_common_ptr info) {
    if (info->is_decompressor && ((j_decompress_ptr)info)->input_scan_number > SCANS_MAX) {
        struct trap *trap = (struct trap *)info->err;
        if (trap->message) snprintf(trap->message, CJPEG_MESSAGE_LENGTH, "more than %d scans", SCANS_MAX);
        longjmp(trap->back, 1);
    }
}

static int is_exif(jpeg_saved_marker_ptr marker) {
    return marker->marker == JPEG_APP0 + 1 && marker->data_length > 6 && memcmp(marker->data, "Exif\0\0", 6) == 0;
}

cjpeg_reader *cjpeg_open(const char *path, cjpeg_info *out, char message[CJPEG_MESSAGE_LENGTH]) {
    cjpeg_reader *reader = calloc(1, sizeof *reader);
    if (!reader) {
        snprintf(message, CJPEG_MESSAGE_LENGTH, "out of memory");
        return NULL;
    }
    reader->file = fopen(path, "rbe");
    if (!reader->file) {
        snprintf(message, CJPEG_MESSAGE_LENGTH, "cannot be opened");
        free(reader);
        return NULL;
    }
    cjpeg_set_trap(&reader->trap, message);
    reader->info.err = &reader->trap.manager;
    if (setjmp(reader->trap.back)) {
        cjpeg_close(reader);
        return NULL;
    }
    jpeg_create_decompress(&reader->info);
    reader->progress.progress_monitor = watch_scans;
    reader->info.progress = &reader->progress;
    jpeg_stdio_src(&reader->info, reader->file);
    jpeg_save_markers(&reader->info, JPEG_APP0 + 1, 0xFFFF);
    jpeg_read_header(&reader->info, TRUE);

    struct jpeg_decompress_struct *info = &reader->info;
    memset(out, 0, sizeof *out);
    out->width = info->image_width;
    out->height = info->image_height;
    out->components = info->num_components;
    out->progressive = info->progressive_mode;
    out->inverted_cmyk = info->saw_Adobe_marker;
    switch (info->jpeg_color_space) {
    case JCS_GRAYSCALE: out->output_channels = CJPEG_GREY; out->luminance_stored = 1; break;
    case JCS_YCbCr: out->output_channels = CJPEG_RGB; out->luminance_stored = 1; break;
    case JCS_RGB: out->output_channels = CJPEG_RGB; break;
    case JCS_CMYK: case JCS_YCCK: out->output_channels = CJPEG_CMYK; break;
    default: out->output_channels = 0; break;
    }
    const jpeg_component_info *first = info->comp_info;
    out->horizontal = out->vertical = 1;
    if (info->num_components >= 3 && out->luminance_stored) {
        /* Against the finer one of the two colours, if they differ. */
        int across = first[1].h_samp_factor > first[2].h_samp_factor ? first[1].h_samp_factor : first[2].h_samp_factor;
        int down = first[1].v_samp_factor > first[2].v_samp_factor ? first[1].v_samp_factor : first[2].v_samp_factor;
        out->horizontal = first->h_samp_factor / across;
        out->vertical = first->v_samp_factor / down;
    }
    int number = first->quant_tbl_no; /* as the file has it, unchecked */
    const JQUANT_TBL *table = number >= 0 && number < NUM_QUANT_TBLS ? info->quant_tbl_ptrs[number] : NULL;
    out->has_steps = table != NULL;
    if (table) memcpy(out->steps, table->quantval, sizeof out->steps);
    for (jpeg_saved_marker_ptr marker = info->marker_list; marker; marker = marker->next) {
        if (!is_exif(marker)) continue;
        out->exif = marker->data;
        out->exif_length = marker->data_length;
        break;
    }
    reader->trap.message = NULL;
    return reader;
}

int cjpeg_start(cjpeg_reader *reader, int reduce, int form, uint32_t *width, uint32_t *height, int *channels,
                char message[CJPEG_MESSAGE_LENGTH]) {
    reader->trap.message = message;
    if (setjmp(reader->trap.back)) return -1;
    struct jpeg_decompress_struct *info = &reader->info;
    info->scale_num = 1;
    info->scale_denom = (unsigned)reduce;
    switch (info->jpeg_color_space) {
    case JCS_GRAYSCALE: info->out_color_space = form == CJPEG_AS_BGRX ? JCS_EXT_BGRX : JCS_GRAYSCALE; break;
    case JCS_YCbCr:
        info->out_color_space = form == CJPEG_AS_BGRX ? JCS_EXT_BGRX : form == CJPEG_AS_GREY ? JCS_GRAYSCALE : JCS_RGB;
        break;
    case JCS_RGB: info->out_color_space = form == CJPEG_AS_BGRX ? JCS_EXT_BGRX : JCS_RGB; break;
    case JCS_CMYK: case JCS_YCCK: info->out_color_space = JCS_CMYK; break;
    default:
        snprintf(message, CJPEG_MESSAGE_LENGTH, "its colour space is unknown");
        return -1;
    }
    jpeg_start_decompress(info);
    *width = info->output_width;
    *height = info->output_height;
    *channels = info->output_components;
    return 0;
}

/* Where libjpeg cuts columns away, smooth upsampling of colours has no neighbours and repeats the edge instead. So decoding begins a
   block before the columns that are wanted and ends one behind them, which makes them the same to the bit as in the whole
   picture. Rows need no such care: to skip them, libjpeg keeps the neighbours itself. */
int cjpeg_window(cjpeg_reader *reader, uint32_t x, uint32_t y, uint32_t width, uint32_t *row_width, uint32_t *cut,
                 char message[CJPEG_MESSAGE_LENGTH]) {
    struct jpeg_decompress_struct *info = &reader->info;
    reader->trap.message = message;
    if (setjmp(reader->trap.back)) return -1;
    if (width == 0 || x >= info->output_width || width > info->output_width - x || y >= info->output_height) {
        snprintf(message, CJPEG_MESSAGE_LENGTH, "a part outside the picture");
        return -1;
    }
    JDIMENSION block = (JDIMENSION)(info->max_h_samp_factor * info->min_DCT_scaled_size);
    JDIMENSION first = x > block ? x - block : 0;
    JDIMENSION kept = info->output_width - x - width > block ? x + width + block - first : info->output_width - first;
    if (kept < info->output_width) jpeg_crop_scanline(info, &first, &kept);
    *row_width = info->output_width;
    *cut = x - first;
    if (y > 0 && jpeg_skip_scanlines(info, y) != y) {
        snprintf(message, CJPEG_MESSAGE_LENGTH, "its rows cannot be skipped");
        return -1;
    }
    return 0;
}

int cjpeg_read(cjpeg_reader *reader, uint8_t *rows, size_t row_bytes, int count, char message[CJPEG_MESSAGE_LENGTH]) {
    reader->trap.message = message;
    volatile int done = 0;
    if (setjmp(reader->trap.back)) return done > 0 ? done : -1;
    while (done < count && reader->info.output_scanline < reader->info.output_height) {
        JSAMPROW row = rows + (size_t)done * row_bytes;
        if (jpeg_read_scanlines(&reader->info, &row, 1) != 1) break;
        done++;
    }
    return done;
}

long cjpeg_warnings(const cjpeg_reader *reader) { return reader->trap.manager.num_warnings; }

void cjpeg_close(cjpeg_reader *reader) {
    jpeg_destroy_decompress(&reader->info);
    fclose(reader->file);
    free(reader);
}
