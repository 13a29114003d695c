#include "cmodels.h"

static const unsigned char oak[] __attribute__((aligned(64))) = {
#embed "Resources/oak.gguf"
};

cmodels_file cmodels_oak(void) { return (cmodels_file){oak, sizeof oak}; }
