#ifndef CTIFF_SUPPORT_H
#define CTIFF_SUPPORT_H

#include <stdarg.h>
#include <stdio.h>
#include <tiffio.h>

/* Opens with the handle's own message buffer: libtiff's global handlers would mix up threads. */
TIFF *ctiff_open_handle(const char *path, const char *mode, char *message);

#endif
