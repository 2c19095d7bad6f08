// A C face of zxing-cpp that lets no C++ exception out.
#ifndef PORTICO_ZXING_SHIM_H
#define PORTICO_ZXING_SHIM_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
	const char *format; // the library's own word, static
	uint8_t *bytes;     // as encoded
	size_t bytes_length;
	char *text; // UTF-8
	size_t text_length;
	int lines;         // scan lines that agreed; linear codes only
	int x[4], y[4];    // corners, clockwise from the symbol's own top left
} portico_symbol;

typedef enum { PORTICO_SQUARE, PORTICO_CODE39, PORTICO_CODE128 } portico_kind;

// PORTICO_LINES is how many scan lines of a linear symbol must agree.
enum { PORTICO_LINES = 3 };

// portico_read finds the symbols of one kind in a grey picture. It returns 0 and
// up to most symbols in *out, which portico_free frees, or 1 when the library
// threw.
//
// Of a linear kind it finds one, at one scale: the library ends the process
// (assert in Result::operator==) when it has found the same linear code twice.
int portico_read(const uint8_t *grey, int width, int height, int stride, int global, portico_kind kind, int most, portico_symbol **out,
				 int *count);

void portico_free(portico_symbol *symbols, int count);

#ifdef __cplusplus
}
#endif

#endif
