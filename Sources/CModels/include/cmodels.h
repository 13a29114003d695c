#ifndef CMODELS_H
#define CMODELS_H

#include <stddef.h>

/// Model files inside the program, in the GGUF format; they live as long as it runs.
typedef struct {
  const unsigned char *bytes;
  size_t count;
} cmodels_file;

/// The target that the first run opens on.
cmodels_file cmodels_oak(void);
/// The draft model for it, with the same vocabulary.
cmodels_file cmodels_twig(void);
/// What was trained for oak's exits.
cmodels_file cmodels_oak_adapter(void);
/// What was trained for the exits of SmolLM2-135M-Instruct.
cmodels_file cmodels_smollm2_adapter(void);
/// Nested draft models for it, with the same vocabulary.
cmodels_file cmodels_sprig(void);

#endif
