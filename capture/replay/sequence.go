package replay

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

const (
	manifestName    = "sequence.json"
	manifestVersion = 1
)

// manifest is the sequence.json of a recorded sequence: picture files of the
// same folder, each with the time in ms at which it was taken. Where Sealed is
// not empty they are encrypted, each bound to its name and to this identifier.
type manifest struct {
	Version int             `json:"version"`
	Sealed  string          `json:"sealed,omitempty"`
	Frames  []manifestFrame `json:"frames"`
}

type manifestFrame struct {
	File string  `json:"file"`
	Ms   float64 `json:"ms"`
}

func openSequence(dir string, cfg Config) (Reel, error) {
	data, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil {
		return nil, err
	}
	names, shots, recording, err := parseManifest(data)
	if err != nil {
		return nil, err
	}
	if recording != "" && cfg.Unseal == nil {
		return nil, ErrSealed
	}
	for i, name := range names {
		names[i] = filepath.Join(dir, name)
	}
	reel := newPictures(names, shots, cfg)
	if recording != "" {
		reel.unseal = func(name string, data []byte) ([]byte, error) { return cfg.Unseal(about(recording, name), data) }
	}
	return reel, nil
}

// parseManifest checks that the files are plain names and that times ascend.
// The last picture is shown for as long as the others on average. recording is
// the identifier of one that is sealed.
func parseManifest(data []byte) (names []string, shots []Shot, recording string, err error) {
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, nil, "", fmt.Errorf("%w: %w", ErrSequence, err)
	}
	if m.Version != manifestVersion {
		return nil, nil, "", fmt.Errorf("%w: version %d, not %d", ErrSequence, m.Version, manifestVersion)
	}
	if len(m.Frames) == 0 {
		return nil, nil, "", ErrEmpty
	}
	for i, f := range m.Frames {
		if !filepath.IsLocal(f.File) || filepath.Base(f.File) != f.File || !isPicture(f.File) && (m.Sealed == "" || filepath.Ext(f.File) != sealedExt) {
			return nil, nil, "", fmt.Errorf("%w: frame %d names no picture of the folder", ErrSequence, i)
		}
		const day = 24 * 60 * 60 * 1000
		if f.Ms < 0 || f.Ms > day {
			return nil, nil, "", fmt.Errorf("%w: frame %d at %v ms", ErrSequence, i, f.Ms)
		}
		names = append(names, f.File)
		shots = append(shots, Shot{At: time.Duration(f.Ms * float64(time.Millisecond))})
	}
	first := shots[0].At
	for i := range shots {
		shots[i].At -= first
		if i > 0 {
			shots[i-1].For = shots[i].At - shots[i-1].At
		}
		if i > 0 && shots[i-1].For <= 0 {
			return nil, nil, "", fmt.Errorf("%w: frame %d is not after the one before", ErrSequence, i)
		}
	}
	last := len(shots) - 1
	shots[last].For = Config{}.interval()
	if last > 0 {
		shots[last].For = shots[last].At / time.Duration(last)
	}
	return names, shots, m.Sealed, nil
}
