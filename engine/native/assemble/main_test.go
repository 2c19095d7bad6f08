package assemble_test

import (
	"os"
	"syscall"
	"testing"
)

// TestMain runs the tests with OMP_THREAD_LIMIT=1, as both programs run: the
// OpenMP library under Tesseract reads it when it is loaded, before main, so
// the test executes itself once more.
func TestMain(m *testing.M) {
	const limit = "OMP_THREAD_LIMIT"
	if os.Getenv(limit) != "1" {
		if err := os.Setenv(limit, "1"); err != nil {
			panic(err)
		}
		self, err := os.Executable()
		if err != nil {
			panic(err)
		}
		panic(syscall.Exec(self, os.Args, os.Environ()))
	}
	os.Exit(m.Run())
}
