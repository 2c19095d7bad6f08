package casefile

import (
	"archive/zip"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// ErrForged says that a case file is not as an installation signed it.
var ErrForged = errors.New("the case file is not as it was signed")

// maxFile bounds what is unpacked of one file of a case.
const maxFile = 64 << 20

// Verify checks the signature and every file of a case of size bytes and
// returns the manifest. A nil key takes the one that the file names: then it is
// whole, but anybody may have signed it. It fails with ErrForged.
func Verify(ctx context.Context, from io.ReaderAt, size int64, key ed25519.PublicKey) (*Manifest, error) {
	z, err := zip.NewReader(from, size)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrForged, err)
	}
	data, err := unpack(z, manifestName)
	if err != nil {
		return nil, err
	}
	signature, err := unpack(z, signatureName)
	if err != nil {
		return nil, err
	}
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil || m.Format != Format {
		return nil, fmt.Errorf("%w: its manifest is not of %s", ErrForged, Format)
	}
	named, err := hex.DecodeString(m.PublicKey)
	if err != nil || len(named) != ed25519.PublicKeySize {
		return nil, fmt.Errorf("%w: it names no key", ErrForged)
	}
	if key == nil {
		key = named
	}
	if !key.Equal(ed25519.PublicKey(named)) || !ed25519.Verify(key, data, signature) {
		return nil, fmt.Errorf("%w: the signature is not of that key", ErrForged)
	}
	return &m, checkFiles(ctx, z, m)
}

// checkFiles checks that the archive holds what the manifest lists, once each,
// and nothing else.
func checkFiles(ctx context.Context, z *zip.Reader, m Manifest) error {
	if len(z.File) != len(m.Files)+2 {
		return fmt.Errorf("%w: it holds %d files and lists %d", ErrForged, len(z.File)-2, len(m.Files))
	}
	for name, want := range m.Files {
		if err := ctx.Err(); err != nil {
			return err
		}
		data, err := unpack(z, name)
		if err != nil {
			return err
		}
		if sum := sha256.Sum256(data); len(data) != want.Size || hex.EncodeToString(sum[:]) != want.SHA256 {
			return fmt.Errorf("%w: %s was changed", ErrForged, name)
		}
	}
	return nil
}

func unpack(z *zip.Reader, name string) ([]byte, error) {
	f, err := z.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrForged, err)
	}
	defer func() { _ = f.Close() }()
	data, err := io.ReadAll(io.LimitReader(f, maxFile))
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrForged, name, err)
	}
	return data, nil
}
