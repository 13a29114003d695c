#include "cmodels.h"

static const unsigned char oak[] __attribute__((aligned(64))) = {
#embed "Resources/oak.gguf"
};

static const unsigned char twig[] __attribute__((aligned(64))) = {
#embed "Resources/twig.gguf"
};

static const unsigned char oak_adapter[] __attribute__((aligned(64))) = {
#embed "Resources/oak-adapter.gguf"
};

static const unsigned char smollm2_adapter[] __attribute__((aligned(64))) = {
#embed "Resources/smollm2-adapter.gguf"
};

static const unsigned char sprig[] __attribute__((aligned(64))) = {
#embed "Resources/sprig.gguf"
};

cmodels_file cmodels_oak(void) { return (cmodels_file){oak, sizeof oak}; }
cmodels_file cmodels_twig(void) { return (cmodels_file){twig, sizeof twig}; }
cmodels_file cmodels_oak_adapter(void) {
  return (cmodels_file){oak_adapter, sizeof oak_adapter};
}
cmodels_file cmodels_smollm2_adapter(void) {
  return (cmodels_file){smollm2_adapter, sizeof smollm2_adapter};
}
cmodels_file cmodels_sprig(void) { return (cmodels_file){sprig, sizeof sprig}; }
