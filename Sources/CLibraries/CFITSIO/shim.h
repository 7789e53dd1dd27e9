#include <fitsio.h>
/* cfitsio reads .gz through zlib; we look into such a file with the same library before cfitsio unpacks it into memory. */
#include <zlib.h>
