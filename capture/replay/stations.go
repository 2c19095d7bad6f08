package replay

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// The stations of an onboarding, in its order. Each is a sub-folder of the
// recording that Open can play, or a file of that name; see Find.
const (
	DocumentFront = "document-front"
	DocumentBack  = "document-back"
	Selfie        = "selfie"
	Liveness      = "liveness"
)

// Stations lists which stations the recording in dir has, in the order of an
// onboarding. Where it has none, the error wraps ErrStation.
func Stations(dir string) ([]string, error) {
	var found []string
	for _, name := range []string{DocumentFront, DocumentBack, Selfie, Liveness} {
		if _, err := Find(dir, name); err == nil {
			found = append(found, name)
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%w: none in %s", ErrStation, filepath.Base(dir))
	}
	return found, nil
}

// Find returns the path of a station in the recording dir, for Open: the folder
// of that name, else the first picture or video called so before its
// extension. A station may have stations of its own for what is asked for
// within it, such as liveness/SMILE; Find takes their paths, too. Where there
// is neither, the error wraps ErrStation.
func Find(dir, station string) (string, error) {
	if !filepath.IsLocal(station) {
		return "", fmt.Errorf("%w: %s", ErrStation, station)
	}
	path := filepath.Join(dir, station)
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return path, nil
	}
	named := func(file string) bool {
		return strings.TrimSuffix(file, filepath.Ext(file)) == filepath.Base(path) && (isPicture(file) || isVideo(file))
	}
	files, err := list(filepath.Dir(path), named)
	if err != nil || len(files) == 0 {
		return "", fmt.Errorf("%w: %s", ErrStation, station)
	}
	return files[0], nil
}
