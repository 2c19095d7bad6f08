package template_test

import (
	"errors"
	"image"
	"os"
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

func TestWrongTemplates(t *testing.T) {
	const anchors = `"anchors":[{"text":"A","box":[0,0,1,1]},{"text":"B","box":[0,0,1,1]}]`
	for name, text := range map[string]string{
		"no JSON":          `{`,
		"unknown member":   `{"country":"x","type":"y","colour":"red","sides":{}}`,
		"no sides":         `{"country":"x","type":"y","edition":"1"}`,
		"standing card":    `{"country":"x","type":"y","sides":{"front":{"aspect":0.6,` + anchors + `}}}`,
		"one anchor":       `{"country":"x","type":"y","sides":{"front":{"aspect":1.5,"anchors":[{"text":"A","box":[0,0,1,1]}]}}}`,
		"box inside out":   `{"country":"x","type":"y","sides":{"front":{"aspect":1.5,` + anchors + `,"fields":[{"name":"n","kind":"text","lines":[[0.5,0,0.4,1]]}]}}}`,
		"box off the page": `{"country":"x","type":"y","sides":{"front":{"aspect":1.5,` + anchors + `,"fields":[{"name":"n","kind":"text","lines":[[0.5,0,1.4,1]]}]}}}`,
		"unknown kind":     `{"country":"x","type":"y","sides":{"front":{"aspect":1.5,` + anchors + `,"fields":[{"name":"n","kind":"song","lines":[[0,0,1,1]]}]}}}`,
		"date, no format":  `{"country":"x","type":"y","sides":{"front":{"aspect":1.5,` + anchors + `,"fields":[{"name":"n","kind":"date","lines":[[0,0,1,1]]}]}}}`,
		"field, no lines":  `{"country":"x","type":"y","sides":{"front":{"aspect":1.5,` + anchors + `,"fields":[{"name":"n","kind":"text"}]}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := template.Load(fstest.MapFS{"a.json": {Data: []byte(text)}})
			if !errors.Is(err, template.ErrTemplate) {
				t.Errorf("Load = %v, want ErrTemplate", err)
			}
		})
	}
}

func TestBoxOnAPage(t *testing.T) {
	if got, want := (template.Box{.25, .5, .75, 1}).On(1000, 600), image.Rect(250, 300, 750, 600); got != want {
		t.Errorf("On = %v, want %v", got, want)
	}
}

func FuzzParse(f *testing.F) {
	seed, err := os.ReadFile("ino.json")
	if err != nil {
		f.Fatal("no seeds: ino.json moved?")
	}
	f.Add(seed)
	f.Fuzz(func(t *testing.T, data []byte) {
		tpl, err := template.Parse(data)
		if err != nil {
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
