package node_test

import (
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"

	"portico/app/node"
	"portico/engine/document/chip/chiptest"
)

func TestAuthorities(t *testing.T) {
	dir := t.TempDir()
	if list, err := node.Authorities(dir); list != nil || err != nil {
		t.Errorf("without a file: %d, %v", len(list), err)
	}
	der := chiptest.New(t, []byte("\xff\xd8\xff")).Authority
	for name, c := range map[string]struct {
		file []byte
		want int
	}{
		"DER":      {der, 1},
		"PEM":      {append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})...), 2},
		"anything": {[]byte("anything"), 0},
	} {
		if err := os.WriteFile(filepath.Join(dir, "authorities"), c.file, 0o600); err != nil {
			t.Fatal(err)
		}
		if list, err := node.Authorities(dir); len(list) != c.want || (err == nil) != (c.want > 0) {
			t.Errorf("%s: %d, %v, want %d", name, len(list), err, c.want)
		}
	}
}
