package assemble_test

import (
	"log"
	"os"
	"testing"

	"portico/engine/native/assemble"
)

// TestMain runs the tests as both programs run: with one OpenMP thread.
func TestMain(m *testing.M) {
	if err := assemble.Restart(assemble.OneOpenMPThread); err != nil {
		log.Fatal(err)
	}
	os.Exit(m.Run())
}
