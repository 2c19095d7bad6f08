package face_test

import (
	"bytes"
	"errors"
	"hash/crc32"
	"log/slog"
	"math"
	"os"
	"testing"

	"portico/engine/face"
)

// templateOf returns the template of a face that a network describes with one
// value repeated.
func templateOf(t testing.TB, value float32) (face.Template, error) {
	t.Helper()
	img := gray(400, 400)
	a := analyzer(fakeDetector(60, anchor(8, 8)), head{flag: 20}.net(), constantDescriptor(value))
	faces, err := a.Find(t.Context(), img)
	if err != nil || len(faces) != 1 {
		t.Fatal(len(faces), err)
	}
	return a.Template(t.Context(), img, faces[0])
}

func mustTemplate(t testing.TB, value float32) face.Template {
	t.Helper()
	tpl, err := templateOf(t, value)
	if err != nil {
		t.Fatal(err)
	}
	return tpl
}

func TestWhatCannotBeDescribedHasNoTemplate(t *testing.T) {
	if _, err := templateOf(t, float32(math.NaN())); err == nil {
		t.Error("a descriptor that is no number made a template")
	}
	if _, err := analyzer(nil, nil, nil).Template(t.Context(), gray(9, 9), face.Face{}); !errors.Is(err, face.ErrNoTemplate) {
		t.Errorf("face without a mesh: %v, want ErrNoTemplate", err)
	}
	if _, err := face.New(face.Nets{}).Find(t.Context(), gray(9, 9)); !errors.Is(err, face.ErrNoNetwork) {
		t.Errorf("without networks Find = %v, want ErrNoNetwork", err)
	}
}

func TestCompareMeasuresTheDistance(t *testing.T) {
	// 128 values that differ by 0.05: a distance of 0.05·√128.
	m, err := face.Compare(mustTemplate(t, .1), mustTemplate(t, .15))
	if want := .05 * math.Sqrt(128); err != nil || math.Abs(m.Distance-want) > 1e-6 {
		t.Errorf("Compare = %+v, %v; want distance %v", m, err, want)
	}
	if m.Score != face.Score(m.Distance) || m.Same != (m.Score >= face.Threshold) {
		t.Errorf("Compare = %+v disagrees with Score", m)
	}
	if m, _ := face.Compare(mustTemplate(t, .1), mustTemplate(t, .1)); m.Distance != 0 || !m.Same {
		t.Errorf("a template against itself: %+v", m)
	}
}

func TestCompareSaysWhatIsWrongWithATemplate(t *testing.T) {
	good := mustTemplate(t, .1)
	change := func(at int, to byte) face.Template {
		c := bytes.Clone(good)
		c[at] ^= to
		return c
	}
	for name, c := range map[string]struct {
		template face.Template
		want     error
	}{
		"empty":           {nil, face.ErrTemplateCorrupt},
		"another's":       {face.Template("ICF\x01 and so on"), face.ErrTemplateCorrupt},
		"cut off":         {good[:len(good)-1], face.ErrTemplateCorrupt},
		"too long":        {append(bytes.Clone(good), 0), face.ErrTemplateCorrupt},
		"one bit flipped": {change(100, 4), face.ErrTemplateCorrupt},
		"broken checksum": {change(len(good)-1, 1), face.ErrTemplateCorrupt},
		"next version":    {change(3, '2'^'3'), face.ErrTemplateVersion},
	} {
		if _, err := face.Compare(c.template, good); !errors.Is(err, c.want) {
			t.Errorf("%s: Compare = %v, want %v", name, err, c.want)
		}
		if _, err := face.Compare(good, c.template); !errors.Is(err, c.want) {
			t.Errorf("%s, second: Compare = %v, want %v", name, err, c.want)
		}
	}
	if v := good.Version(); v != "2" {
		t.Errorf("Version = %q", v)
	}
}

func TestTemplateIsNotLogged(t *testing.T) {
	var out bytes.Buffer
	slog.New(slog.NewJSONHandler(&out, nil)).Info("compared", "template", mustTemplate(t, .1))
	if !bytes.Contains(out.Bytes(), []byte(`"template":"[face template]"`)) {
		t.Errorf("logged %s", out.Bytes())
	}
}

// A template once written must stay readable, and one of the version before,
// whose numbers mean something else, must be refused.
func TestStoredTemplates(t *testing.T) {
	stored, err := os.ReadFile("testdata/version2.pft")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(stored, mustTemplate(t, .125)) {
		t.Error("the layout of version 2 has changed")
	}
	before, err := os.ReadFile("testdata/version1.pft")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := face.Compare(before, stored); !errors.Is(err, face.ErrTemplateVersion) {
		t.Errorf("version 1 against 2: %v, want ErrTemplateVersion", err)
	}
}

func TestScoreFallsWithDistance(t *testing.T) {
	last := 2.
	for d := 0.; d <= 2; d += .01 {
		s := face.Score(d)
		if s < 0 || s > 1 || s >= last {
			t.Fatalf("Score(%.2f) = %v after %v", d, s, last)
		}
		last = s
	}
	if got := face.Score(.563); math.Abs(got-face.Threshold) > 1e-9 {
		t.Errorf("Score at the match distance = %v, want %v", got, face.Threshold)
	}
	if got := face.Score(0); got != 1 {
		t.Errorf("an identical picture scores %v, want 1", got)
	}
}

func FuzzCompare(f *testing.F) {
	seed, err := os.ReadFile("testdata/version2.pft")
	if err != nil {
		f.Fatal("no seeds: ", err)
	}
	f.Add(seed)
	f.Add(seed[:100])
	f.Add(append([]byte("PFT1"), seed[4:]...))
	good := face.Template(seed)
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := face.Compare(data, good)
		if err != nil {
			if !errors.Is(err, face.ErrTemplateCorrupt) && !errors.Is(err, face.ErrTemplateVersion) {
				t.Fatalf("error of no kind: %v", err)
			}
			return
		}
		if m.Score < 0 || m.Score > 1 || math.IsNaN(m.Score) {
			t.Fatalf("Score = %v", m.Score)
		}
		body := data[:len(data)-4]
		if got := crc32.Checksum(body, crc32.MakeTable(crc32.Castagnoli)); got != uint32(data[len(data)-4])|
			uint32(data[len(data)-3])<<8|uint32(data[len(data)-2])<<16|uint32(data[len(data)-1])<<24 {
			t.Fatal("a template with a wrong checksum was accepted")
		}
	})
}
