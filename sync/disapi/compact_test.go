package disapi_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"portico/sync/disapi"
)

// Each body is unfinished: an error that names its end came too late.
func TestDecodeRefusesEarly(t *testing.T) {
	small := disapi.Limits{Bytes: 100, Depth: 4}
	for name, c := range map[string]struct {
		in   string
		want error
	}{
		"long string":   {`{"image":{"data":"` + strings.Repeat("A", 200), disapi.ErrBodyTooLarge},
		"long array":    {`{"image":{"data":[` + strings.Repeat("1,", 200), disapi.ErrBodyTooLarge},
		"long blank":    {strings.Repeat(" ", 200), disapi.ErrBodyTooLarge},
		"deep":          {`{"a":{"a":{"a":{"a":{"a":`, disapi.ErrBodyTooDeep},
		"deep in lists": {`{"a":[[[["x"`, disapi.ErrBodyTooDeep},
		"numbers":       {`{"a":[1.5`, disapi.ErrBodyArray},
		"cut off":       {`{"image":{"data":[1,2`, io.ErrUnexpectedEOF},
		"cut string":    {`{"image":{"data":"AA`, io.ErrUnexpectedEOF},
	} {
		t.Run(name, func(t *testing.T) {
			var req disapi.CreateSelfieRequest
			if err := disapi.Decode(strings.NewReader(c.in), small, &req); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestDecodeRefusesWhatIsNoObject(t *testing.T) {
	for _, in := range []string{"", "  ", "null", "[]", `"x"`, "7", `{"image":`, `{"image":7}`, `{}{}`, "{]"} {
		var req disapi.CreateSelfieRequest
		if err := disapi.Decode(strings.NewReader(in), disapi.Limits{}, &req); err == nil {
			t.Errorf("accepted %q", in)
		}
	}
}

func TestDecodeKeepsStringsAndLists(t *testing.T) {
	in := "{ \"advice\" : {\"classification\":{\"countries\":[\"a \\\"b\\\\\", \"[1,2]\"],\"types\":[ ]}},\n\"new\":[{\"x\":[true]}] }"
	var got disapi.CreateDocumentRequest
	if err := disapi.Decode(strings.NewReader(in), disapi.Limits{}, &got); err != nil {
		t.Fatal(err)
	}
	want := disapi.CreateDocumentRequest{Advice: &disapi.DocumentAdvice{Classification: &disapi.DocumentClassificationAdvice{
		Countries: []string{`a "b\`, "[1,2]"}, Types: []string{},
	}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got.Advice.Classification)
	}
}

// FuzzDecode holds that what Decode accepts, encoding/json reads the same way
// from the body as it was sent: compacting loses nothing.
func FuzzDecode(f *testing.F) {
	seeds, _ := filepath.Glob("testdata/bodies/*.json")
	if len(seeds) == 0 {
		f.Fatal("no seeds: testdata/bodies moved?")
	}
	for _, name := range seeds {
		body, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var got, plain disapi.CreateSelfieRequest
		if disapi.Decode(bytes.NewReader(body), disapi.Limits{}, &got) != nil {
			return
		}
		if err := json.Unmarshal(body, &plain); err != nil {
			return // a spelling of numbers that JSON does not know, such as 007
		}
		if !reflect.DeepEqual(got, plain) {
			t.Errorf("compacted %+v, plain %+v", got, plain)
		}
	})
}
