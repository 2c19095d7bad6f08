package bolt_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"portico/sync/store/bolt"
)

func TestMasterKeyNeverShowsItself(t *testing.T) {
	k := bolt.NewMasterKey()
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("opened", "key", k, "config", bolt.Config{Key: k})
	for verb, got := range map[string]string{
		"String": k.String(), "log": log.String(),
		"%v": fmt.Sprintf("%v", k), "%+v": fmt.Sprintf("%+v", bolt.Config{Key: k}), "%#v": fmt.Sprintf("%#v", k),
		"%x": fmt.Sprintf("%x", k), "%d": fmt.Sprintf("%d", k), "%s": fmt.Sprintf("%s", k),
	} {
		if !strings.Contains(got, "[master key]") || strings.Contains(got, hex.EncodeToString(k[:4])) {
			t.Errorf("%s shows %q", verb, got)
		}
	}
}
