// Package cblas satisfies go-face's hard-coded -lcblas on Debian and Ubuntu,
// where the C interface lives in libblas: lib/libcblas.a is a linker script
// that points there. Import it blank beside go-face.
package cblas

// #cgo LDFLAGS: -L${SRCDIR}/lib
import "C"
