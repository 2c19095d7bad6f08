package template_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"portico/engine/document/template"
)

func TestBuiltinTemplatesLoad(t *testing.T) {
	all, err := template.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, tpl := range all {
		if tpl.Country == "ino" && tpl.MRTD == "TD1" && tpl.Sides["back"].MRZ && len(tpl.Sides["front"].Fields) == 8 {
			return
		}
	}
	t.Errorf("the contract's sample card is not among %d types", len(all))
}

const head = `country = "svk"
type = "identity-card"
size = "ID-1"
`

const anchored = head + `
[[page]]
side = "front"
anchor = [{text = "A", box = [0, 0, 1, 1]}, {text = "B", box = [0, 0, 1, 1]}]
`

// TestWrongTemplatesSayWhereAndWhatToDo wants the line and a word of the remedy.
func TestWrongTemplatesSayWhereAndWhatToDo(t *testing.T) {
	for name, tc := range map[string]struct{ text, want string }{
		"no TOML":           {head + "size = [", "a.toml:4: "},
		"unknown key":       {head + "colour = 1\n", `a.toml:4: unknown key "colour": correct its spelling`},
		"capital country":   {strings.Replace(anchored, "svk", "SVK", 1), `write for example country = "svk"`},
		"unknown size":      {strings.Replace(anchored, "ID-1", "A4", 1), `write size = "ID-1"`},
		"no page":           {head, "describe each in a [[page]]"},
		"unknown side":      {head + "[[page]]\nside = \"left\"\n", `a.toml:5: side "left" is unknown; write side = "front"`},
		"one anchor":        {head + "[[page]]\nside = \"back\"\nanchor = [{text = \"A\", box = [0,0,1,1]}]\n", "name at least two printed texts"},
		"box inside out":    {anchored + "field = [{name = \"surname\", kind = \"name\", lines = [[0.5,0,0.4,1]]}]\n", "a.toml:8: field \"surname\": a box is no rectangle"},
		"box off the page":  {anchored + "portrait = [0.5, 0, 1.4, 1]\n", "portrait is no rectangle"},
		"unknown kind":      {anchored + "field = [{name = \"n\", kind = \"song\", lines = [[0,0,1,1]]}]\n", "write text, name, number"},
		"date, no format":   {anchored + "field = [{name = \"n\", kind = \"date\", lines = [[0,0,1,1]]}]\n", "write one of [DD.MM.YYYY"},
		"field, no lines":   {anchored + "field = [{name = \"n\", kind = \"name\"}]\n", "write one for each line"},
		"broken pattern":    {anchored + "field = [{name = \"n\", kind = \"number\", pattern = \"[\", lines = [[0,0,1,1]]}]\n", "no regular expression"},
		"no reference":      {anchored + "reference = \"front.png\"\n", "name a PNG or JPEG beside the template"},
		"reference outside": {anchored + "reference = \"../front.png\"\n", "does not lie beside"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := template.Load(fstest.MapFS{"a.toml": {Data: []byte(tc.text)}})
			if !errors.Is(err, template.ErrTemplate) || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("Load = %v, want ErrTemplate with %q", err, tc.want)
			}
		})
	}
}

func TestABrokenTemplateLeavesTheOthers(t *testing.T) {
	all, err := template.Load(fstest.MapFS{"a.toml": {Data: []byte("?")}, "b.toml": {Data: []byte(anchored)}, "notes.txt": {Data: []byte("?")}})
	if len(all) != 1 || all[0].Country != "svk" {
		t.Errorf("loaded %d templates, want the right one", len(all))
	}
	if err == nil || !strings.Contains(err.Error(), "a.toml:1") {
		t.Errorf("error %v, want the broken file and line", err)
	}
}

func TestColoursComeFromTheReferencePicture(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 400, 252))
	for y := range 252 {
		for x := range 400 {
			img.SetRGBA(x, y, color.RGBA{uint8(120 + x/4), 180, uint8(220 - x/4), 255})
		}
	}
	var file bytes.Buffer
	if err := png.Encode(&file, img); err != nil {
		t.Fatal(err)
	}
	all, err := template.Load(fstest.MapFS{
		"a.toml": {Data: []byte(anchored + "reference = \"front.png\"\n")}, "front.png": {Data: file.Bytes()},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := all[0].Sides["front"].Tints; got == nil || got.Share(template.TintsOf(img)) < .99 {
		t.Errorf("tints %v, want those of the picture", got)
	}
}

func TestBoxOnAPage(t *testing.T) {
	if got, want := (template.Box{.25, .5, .75, 1}).On(1000, 600), image.Rect(250, 300, 750, 600); got != want {
		t.Errorf("On = %v, want %v", got, want)
	}
}

func FuzzParse(f *testing.F) {
	seeds, _ := filepath.Glob("types/*.toml")
	if len(seeds) == 0 {
		f.Fatal("no seeds: types moved?")
	}
	for _, name := range seeds {
		seed, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		tpl, err := template.Parse(data, nil)
		if err != nil {
			if !errors.Is(err, template.ErrTemplate) {
				t.Errorf("Parse = %v, want ErrTemplate", err)
			}
			return
		}
		for _, side := range tpl.Sides {
			for _, field := range side.Fields {
				for _, b := range field.Lines {
					if r := b.On(1000, 1000); r != r.Intersect(image.Rect(0, 0, 1000, 1000)) {
						t.Errorf("box %v reaches beyond the page", b)
					}
				}
			}
		}
	})
}
