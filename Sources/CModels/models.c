#include "cmodels.h"

static const unsigned char oak[] __attribute__((aligned(64))) = {
#embed "Resources/oak.gguf"
};

static const unsigned char twig[] __attribute__((aligned(64))) = {
#embed "Resources/twig.gguf"
};

cmodels_file cmodels_oak(void) { return (cmodels_file){oak, sizeof oak}; }
cmodels_file cmodels_twig(void) { return (cmodels_file){twig, sizeof twig}; }
