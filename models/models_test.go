package models_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"portico/models"
)

func TestManifestListsTheNamedModels(t *testing.T) {
	want := []string{
		models.FaceDetectionShortRange, models.FaceDetectionFullRange, models.FaceMeshAttention,
		models.FaceTemplate, models.FaceEye, models.FaceWearables, models.PersonSegmentation, models.Age, models.Gender,
		models.MRZGlyphs, models.MRZWitness, models.CardCorners, models.FaceCopy, models.ONNXRuntime,
	}
	var got []string
	for _, m := range models.Manifest() {
		got = append(got, m.Name)
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("manifest lists %q, want %q", got, want)
	}
}

func TestOwnWeightsAreThoseOfTheManifest(t *testing.T) {
	listed := map[string]models.Model{}
	for _, m := range models.Manifest() {
		if m.Source.Own != "" {
			listed[m.Source.Own] = m
		}
	}
	files, err := filepath.Glob("weights/*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no weights: %v", err)
	}
	for _, file := range files {
		m, ok := listed[file]
		if !ok {
			t.Errorf("%s is not in the manifest", file)
			continue
		}
		delete(listed, file)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != m.SHA256 || int64(len(data)) != m.Size {
			t.Errorf("%s has SHA-256 %x and %d bytes, the manifest says otherwise", file, sum, len(data))
		}
	}
	for file := range listed {
		t.Errorf("%s is in the manifest and not in the repository", file)
	}
}

func TestNetworksWithRestrictedOrUnknownDataAreNotClean(t *testing.T) {
	for _, m := range models.Manifest() {
		doubtful := strings.Contains(m.LicenceOfData, "research") || strings.Contains(m.LicenceOfData, "not published") ||
			strings.Contains(m.LicenceOfData, "not stated")
		if doubtful && m.Policy == models.Clean {
			t.Errorf("policy of %s is clean, trained on data whose licence is: %s", m.Name, m.LicenceOfData)
		}
	}
}

func TestTheLandmarksOfUncommercialUseAreNotFetched(t *testing.T) {
	for _, m := range models.Manifest() {
		if strings.Contains(m.Source.Member, "68_face_landmarks") {
			t.Errorf("%s is trained on iBUG 300-W, whose licence excludes commercial use", m.Name)
		}
	}
}

func TestDirFollowsTheEnvironment(t *testing.T) {
	t.Setenv("PORTICO_MODELS", "/srv/models")
	if got := models.Dir(); got != "/srv/models" {
		t.Errorf("with PORTICO_MODELS Dir() = %q", got)
	}
	t.Setenv("PORTICO_MODELS", "")
	t.Setenv("XDG_CACHE_HOME", "/home/desk/cache")
	if got, want := models.Dir(), "/home/desk/cache/portico/models"; got != want {
		t.Errorf("Dir() = %q, want %q", got, want)
	}
	t.Setenv("XDG_CACHE_HOME", "")
	t.Setenv("HOME", "")
	if got := models.Dir(); got != "" {
		t.Errorf("without a home Dir() = %q, want none", got)
	}
	if _, err := models.Path(models.Age); !errors.Is(err, models.ErrNoDir) {
		t.Errorf("without a home Path = %v, want ErrNoDir", err)
	}
}

// specimen is a catalogue of one model, "tiny", compiled in with the given
// contents.
func specimen(t *testing.T, contents string) models.Catalogue {
	t.Helper()
	sum := sha256.Sum256([]byte(contents))
	c, err := models.Parse(manifest(t, nil, model("tiny", contents, models.Source{Own: "weights/tiny.onnx"}, sum)),
		fstest.MapFS{"weights/tiny.onnx": {Data: []byte(contents)}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestMissingAndDamagedModelsNameTheMendingCommand(t *testing.T) {
	c := specimen(t, "weights")
	for name, tc := range map[string]struct {
		lay     func(path string) error
		path    error // of Path, which looks at the size
		content error // of Verify, which reads
	}{
		"whole":        {func(p string) error { return os.WriteFile(p, []byte("weights"), 0o600) }, nil, nil},
		"missing":      {func(string) error { return nil }, models.ErrMissing, models.ErrMissing},
		"cut short":    {func(p string) error { return os.WriteFile(p, []byte("weig"), 0o600) }, models.ErrDamaged, models.ErrDamaged},
		"a folder":     {func(p string) error { return os.Mkdir(p, 0o700) }, models.ErrDamaged, models.ErrDamaged},
		"bits flipped": {func(p string) error { return os.WriteFile(p, []byte("weighty"), 0o600) }, nil, models.ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := tc.lay(filepath.Join(dir, "tiny.onnx")); err != nil {
				t.Fatal(err)
			}
			_, err := c.Path(dir, "tiny")
			if !errors.Is(err, tc.path) {
				t.Errorf("Path = %v, want %v", err, tc.path)
			}
			status := c.Verify(context.Background(), dir)
			if len(status) != 1 || !errors.Is(status[0].Err, tc.content) {
				t.Errorf("Verify = %v, want %v", status, tc.content)
			}
			for _, err := range []error{err, status[0].Err} {
				if err != nil && !strings.Contains(err.Error(), "portico models fetch") {
					t.Errorf("%q does not name the command that mends it", err)
				}
			}
		})
	}
	if _, err := c.Path(t.TempDir(), "palm"); !errors.Is(err, models.ErrUnknown) {
		t.Errorf("Path of an unknown model = %v, want ErrUnknown", err)
	}
}

func TestParseRefusesWhatMakesNoSense(t *testing.T) {
	whole := string(manifest(t, nil, model("tiny", "weights", models.Source{Own: "weights/tiny.onnx"}, sha256.Sum256([]byte("weights")))))
	if _, err := models.Parse([]byte(whole), fstest.MapFS{}); err != nil {
		t.Fatal(err)
	}
	for name, replace := range map[string][2]string{
		"not JSON":             {"{", "["},
		"unknown field":        {`"purpose"`, `"porpoise"`},
		"no licence":           {`"MIT"`, `""`},
		"unknown policy":       {`"clean"`, `"whatever"`},
		"file outside":         {`"tiny.onnx"`, `"../tiny.onnx"`},
		"hidden file":          {`"tiny.onnx"`, `".tiny.onnx"`},
		"no source":            {`{"own":"weights/tiny.onnx"}`, `{}`},
		"package not listed":   {`{"own":"weights/tiny.onnx"}`, `{"package":"p","member":"m"}`},
		"two sources":          {`{"own":`, `{"member":"m","own":`},
		"hash of other length": {`"sha256":"`, `"sha256":"00`},
	} {
		t.Run(name, func(t *testing.T) {
			changed := strings.Replace(whole, replace[0], replace[1], 1)
			if changed == whole {
				t.Fatalf("the manifest has no %s", replace[0])
			}
			if _, err := models.Parse([]byte(changed), fstest.MapFS{}); err == nil {
				t.Error("Parse gives no error")
			}
		})
	}
}

func TestVerifyStopsWhenCancelled(t *testing.T) {
	c, dir := specimen(t, "weights"), t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "tiny.onnx"), []byte("weights"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if got := c.Verify(ctx, dir)[0].Err; !errors.Is(got, context.Canceled) {
		t.Errorf("Verify when cancelled = %v", got)
	}
}

func TestNothingIsHiddenInTheFolderOfWeights(t *testing.T) {
	err := filepath.WalkDir("weights", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && filepath.Ext(path) != ".onnx" {
			t.Errorf("%s is compiled into the program and is no network", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
