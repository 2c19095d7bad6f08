package disapi_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"portico/sync/disapi"
)

// signed writes data as the contract's Java client does.
func signed(data []byte) []byte {
	out := []byte{'['}
	for i, b := range data {
		if i > 0 {
			out = append(out, ',')
		}
		out = strconv.AppendInt(out, int64(int8(b)), 10)
	}
	return append(out, ']')
}

func noise(n int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	data := make([]byte, n)
	for i := range data {
		data[i] = byte(r.UintN(256))
	}
	return data
}

// The plain texts and their Base64 are the vectors of RFC 4648 §10.
func TestBytesAreReadFromEveryFormInUse(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"empty":                 {`""`, ""},
		"one byte, padded":      {`"Zg=="`, "f"},
		"one byte, no padding":  {`"Zg"`, "f"},
		"whole":                 {`"Zm9vYmFy"`, "foobar"},
		"line breaks":           {`"Zm9v\r\nYmFy"`, "foobar"},
		"escaped padding":       {`"Zg\u003d\u003d"`, "f"},
		"data URL":              {`"data:image/jpeg;base64,Zm9v"`, "foo"},
		"URL-safe alphabet":     {`"-_-_"`, "\xfb\xff\xbf"},
		"standard alphabet":     {`"+/+/"`, "\xfb\xff\xbf"},
		"signed integers":       {`[-1,-40,-128,0,127]`, "\xff\xd8\x80\x00\x7f"},
		"unsigned integers":     {`[255, 216,128 ,0,127]`, "\xff\xd8\x80\x00\x7f"},
		"integers across lines": {"[\n  102,\n  111\n]", "fo"},
		"no integers":           {`[]`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var got disapi.Bytes
			if err := json.Unmarshal([]byte(c.in), &got); err != nil {
				t.Fatal(err)
			}
			if string(got) != c.want {
				t.Errorf("read %s as %x, want %x", c.in, []byte(got), c.want)
			}
		})
	}
}

func TestBytesRefuseWhatIsNone(t *testing.T) {
	for _, in := range []string{`"?"`, `"Zm9vY"`, `"data:image/jpeg"`, `12`, `true`, `{}`, `[256]`, `[-129]`, `[1.5]`, `[1e2]`, `["a"]`, `[1,[2]]`, `[00001]`} {
		var got disapi.Bytes
		if err := json.Unmarshal([]byte(in), &got); err == nil {
			t.Errorf("read %s as %x, want an error", in, []byte(got))
		}
	}
}

func TestBytesAreWrittenAsOneLineOfStandardBase64(t *testing.T) {
	data := noise(1000)
	out, err := json.Marshal(disapi.ImageCrop{Data: data})
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"data":"` + base64.StdEncoding.EncodeToString(data) + `"}`; string(out) != want {
		t.Errorf("wrote %.60s…, want %.60s…", out, want)
	}
}

func TestBytesNeverShowTheirContent(t *testing.T) {
	b := disapi.Bytes("secret")
	if s := b.String() + b.GoString(); strings.Contains(s, "secret") || !strings.Contains(s, "6 bytes") {
		t.Errorf("shows as %q", s)
	}
}

func FuzzBytes(f *testing.F) {
	f.Add([]byte{}, 0)
	f.Add([]byte{0xff, 0xd8, 0xff, 0xe0, 0, 16}, 3)
	f.Add(noise(70_000), 65_530)
	f.Fuzz(func(t *testing.T, data []byte, space int) {
		array := signed(data)
		if space > 0 && space < len(array) && array[space] == ',' {
			array = append(append(bytes.Clone(array[:space]), " \n"...), array[space:]...)
		}
		text, err := json.Marshal(disapi.Bytes(data))
		if err != nil {
			t.Fatal(err)
		}
		for _, in := range [][]byte{array, text} {
			var got disapi.Bytes
			if data == nil && string(in) == "null" {
				continue
			}
			if err := json.Unmarshal(in, &got); err != nil || !bytes.Equal(got, data) {
				t.Fatalf("%.80s… read as %d bytes, %v; want the %d bytes it was made of", in, len(got), err, len(data))
			}
		}
	})
}

// BenchmarkSignedBytes parses 35 MB of digits: 9.6 MB as compact JSON, and
// 3.3 MB as the contract's Java client sends it, a number a line. The mark is
// half a second.
func BenchmarkSignedBytes(b *testing.B) {
	pretty := bytes.ReplaceAll(signed(noise(3_300_000)), []byte(","), []byte(",\n      "))
	for name, array := range map[string][]byte{"compact": signed(noise(9_600_000)), "pretty": pretty} {
		b.Run(name, func(b *testing.B) {
			body := append(append([]byte(`{"image":{"data":`), array...), `}}`...)
			b.SetBytes(int64(len(body)))
			var req disapi.CreateSelfieRequest
			for b.Loop() {
				if err := disapi.Decode(bytes.NewReader(body), disapi.Limits{}, &req); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
