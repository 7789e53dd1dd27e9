#include "CTIFF.h"
#include "CTIFFSupport.h"

static int keep_message(TIFF *tiff, void *user, const char *module, const char *format, va_list arguments) {
    (void)tiff;
    (void)module;
    vsnprintf((char *)user, CTIFF_MESSAGE_LENGTH, format, arguments);
    return 1;
}

static int ignore_message(TIFF *tiff, void *user, const char *module, const char *format, va_list arguments) {
    (void)tiff;
    (void)user;
    (void)module;
    (void)format;
    (void)arguments;
    return 1;
}

TIFF *ctiff_open_handle(const char *path, const char *mode, char *message) {
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (!options) return NULL;
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, (tmsize_t)1 << 30);
    TIFFOpenOptionsSetErrorHandlerExtR(options, keep_message, message);
    TIFFOpenOptionsSetWarningHandlerExtR(options, ignore_message, NULL);
    TIFF *tiff = TIFFOpenExt(path, mode, options);
    TIFFOpenOptionsFree(options);
    return tiff;
}
