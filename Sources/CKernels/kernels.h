// All kernels, written once: the file of an instruction set includes this after its primitives.
#include "products.h"
#include "rows.h"
#include "attention.h"
#include "laws.h"
