package casefile_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"portico/engine/customer"
	"portico/engine/document"
	"portico/engine/document/mrz"
	"portico/engine/liveness"
	"portico/engine/trust"
	"portico/sync/casefile"
	"portico/sync/disserver/servertest"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

const id = "0b8f6f3e-5d0c-4f3a-9a53-5b6a4f0f7f01"

// The signing key of RFC 8032, section 7.1, test 1.
var signer = func() ed25519.PrivateKey {
	seed, _ := hex.DecodeString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
	return ed25519.NewKeyFromSeed(seed)
}()

// onboarded is a customer with every kind of part; the holder is the one of
// the specimens of ICAO Doc 9303 part 5.
func onboarded(t *testing.T) casefile.Case {
	t.Helper()
	zone, err := mrz.Parse([]string{"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"})
	if err != nil {
		t.Fatal(err)
	}
	c := customer.New(id, noon)
	c.Consents = []customer.Consent{{Purpose: "onboarding", Text: "3", Language: "uk", Given: noon}}
	c.Document = &customer.Document{Pages: map[document.Side]*customer.Page{document.Back: {
		Page:  document.Page{Side: document.Back, MRZ: &mrz.Reading{Document: *zone}},
		Photo: c.Attach(servertest.JPEG(t, servertest.Back)), Normalized: c.Attach([]byte("not a picture")),
	}}}
	c.Selfie = &customer.Selfie{Image: c.Attach(servertest.PNG(t, servertest.Holder))}
	c.Liveness = &customer.Liveness{Selfies: []customer.LivenessSelfie{{Assertion: liveness.Neutral, Image: c.Attach(servertest.JPEG(t, servertest.Holder))}}}
	c.Verdict = &trust.Verdict{Decision: trust.Review, Reasons: []string{"mrz: a check digit differs"}, Factors: []trust.Outcome{{Name: "mrz", Result: trust.NeedsReview}}}
	c.Review = &customer.Review{Decision: trust.Accept, Role: "clerk", Note: "Žofia and Людмила were here", At: noon}
	c.State = customer.Finished
	pending := map[customer.Blob][]byte{}
	for b, data := range c.Pending() {
		pending[b] = data
	}
	return casefile.Case{Customer: c, Made: noon, Head: "7:00", Blob: func(_ context.Context, b customer.Blob) ([]byte, error) {
		return bytes.Clone(pending[b]), nil
	}}
}

func written(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := casefile.Write(t.Context(), &out, onboarded(t), signer); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func content(t *testing.T, data []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if all[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func TestCaseHoldsEverythingThatIsKept(t *testing.T) {
	all := content(t, written(t))
	for _, name := range []string{
		"case.json", "record.json", "summary.pdf", "manifest.json", "manifest.sig", "pictures/selfie.png",
		"pictures/document-back-photo.jpg", "pictures/document-back-page", "pictures/liveness-1-NEUTRAL.jpg",
	} {
		if len(all[name]) == 0 {
			t.Errorf("no %s", name)
		}
	}
	if len(all) != 9 {
		t.Errorf("%d files", len(all))
	}
	var got struct {
		Decision string
		Review   struct{ Note string }
		Consents []struct{ Purpose string }
		Customer struct {
			Customer struct{ FullName struct{ Mrz string } }
		}
	}
	if err := json.Unmarshal(all["case.json"], &got); err != nil {
		t.Fatal(err)
	}
	if got.Decision != "ACCEPT" || got.Review.Note == "" || len(got.Consents) != 1 {
		t.Errorf("case.json %+v", got)
	}
	var record customer.Customer
	if err := json.Unmarshal(all["record.json"], &record); err != nil || record.Document.Pages[document.Back].MRZ.Lines[2] != "ERIKSSON<<ANNA<MARIA<<<<<<<<<<" {
		t.Errorf("record.json: %v", err)
	}
	if !bytes.HasPrefix(all["summary.pdf"], []byte("%PDF-")) {
		t.Error("summary.pdf is no PDF")
	}
}

// Other programs agree: OpenSSL about the signature, Poppler about the text.
func TestOtherProgramsReadTheCase(t *testing.T) {
	all := content(t, written(t))
	dir := t.TempDir()
	file := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	// RFC 8410: the prefix of an Ed25519 public key in DER.
	prefix, _ := hex.DecodeString("302a300506032b6570032100")
	key := file("key", append(prefix, signer.Public().(ed25519.PublicKey)...))
	run(t, "Verified", "openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", key, "-rawin",
		"-in", file("manifest", all["manifest.json"]), "-sigfile", file("sig", all["manifest.sig"]))
	pdf := file("pdf", all["summary.pdf"])
	for _, want := range []string{"ACCEPT", "Žofia and Людмила were here", id, "ERIKSSON"} {
		run(t, want, "pdftotext", pdf, "-")
	}
}

// A value that is printed over its name is read by nobody, and the customer's
// copy of their data would lack it.
func TestNoWordOfTheSummaryLiesOnAnother(t *testing.T) {
	const program = "pdftotext"
	if _, err := exec.LookPath(program); err != nil {
		t.Skipf("there is no %s here", program)
	}
	pdf := filepath.Join(t.TempDir(), "pdf")
	if err := os.WriteFile(pdf, content(t, written(t))["summary.pdf"], 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), program, "-bbox", pdf, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	var text struct {
		Pages []struct {
			Words []word `xml:"word"`
		} `xml:"body>doc>page"`
	}
	if err := xml.Unmarshal(out, &text); err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, page := range text.Pages {
		seen += len(page.Words)
		for i, a := range page.Words {
			for _, b := range page.Words[i+1:] {
				if a.over(b) {
					t.Errorf("%q lies on %q", a.Text, b.Text)
				}
			}
		}
	}
	if seen < 50 {
		t.Errorf("%d words were looked at", seen)
	}
}

// word is one of a page, with its box in points.
type word struct {
	Left   float64 `xml:"xMin,attr"`
	Right  float64 `xml:"xMax,attr"`
	Top    float64 `xml:"yMin,attr"`
	Bottom float64 `xml:"yMax,attr"`
	Text   string  `xml:",chardata"`
}

// over says whether two words share more than a point each way.
func (w word) over(o word) bool {
	return min(w.Right, o.Right)-max(w.Left, o.Left) > 1 && min(w.Bottom, o.Bottom)-max(w.Top, o.Top) > 1
}

// run checks that the program's output contains want.
func run(t *testing.T, want, program string, args ...string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Logf("NOT CHECKED: there is no %s here", program)
		return
	}
	out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte(want)) {
		t.Errorf("%s does not say %q: %v\n%s", program, want, err, out)
	}
}

func verify(data []byte, key ed25519.PublicKey) (*casefile.Manifest, error) {
	return casefile.Verify(context.Background(), bytes.NewReader(data), int64(len(data)), key)
}

func TestVerify(t *testing.T) {
	data := written(t)
	m, err := verify(data, signer.Public().(ed25519.PublicKey))
	if err != nil || m.Customer != id || m.Head != "7:00" || !m.Made.Equal(noon) {
		t.Fatalf("manifest %+v, %v", m, err)
	}
	if _, err := verify(data, nil); err != nil {
		t.Errorf("with the key that it names: %v", err)
	}
	other := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, 32))
	if _, err := verify(data, other.Public().(ed25519.PublicKey)); !errors.Is(err, casefile.ErrForged) {
		t.Errorf("with another's key: %v, want ErrForged", err)
	}
	for name, change := range map[string]func(map[string][]byte){
		"a picture changed": func(f map[string][]byte) { f["pictures/selfie.png"][50] ^= 1 },
		"the decision changed": func(f map[string][]byte) {
			f["case.json"] = bytes.Replace(f["case.json"], []byte("ACCEPT"), []byte("REJECT"), 1)
		},
		"a file removed":         func(f map[string][]byte) { delete(f, "record.json") },
		"a file added":           func(f map[string][]byte) { f["pictures/more.jpg"] = []byte("more") },
		"the manifest changed":   func(f map[string][]byte) { f["manifest.json"] = append(f["manifest.json"], ' ') },
		"the signature cut":      func(f map[string][]byte) { f["manifest.sig"] = f["manifest.sig"][:63] },
		"without its signature":  func(f map[string][]byte) { delete(f, "manifest.sig") },
		"of another format":      func(f map[string][]byte) { f["manifest.json"] = []byte("{}") },
		"without a key's length": func(f map[string][]byte) { f["manifest.json"] = []byte(`{"format":"portico-case/1","publicKey":"00"}`) },
	} {
		all := content(t, data)
		change(all)
		if _, err := verify(zipped(t, all), nil); !errors.Is(err, casefile.ErrForged) {
			t.Errorf("%s: %v, want ErrForged", name, err)
		}
	}
	if _, err := verify([]byte("no archive"), nil); !errors.Is(err, casefile.ErrForged) {
		t.Errorf("no archive: %v", err)
	}
}

func zipped(t *testing.T, all map[string][]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, data := range all {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestPictureThatCannotBeRead(t *testing.T) {
	c := onboarded(t)
	lost := errors.New("the disk is gone")
	c.Blob = func(context.Context, customer.Blob) ([]byte, error) { return nil, lost }
	if err := casefile.Write(t.Context(), io.Discard, c, signer); !errors.Is(err, lost) {
		t.Errorf("Write = %v, want the reader's error", err)
	}
}

func FuzzVerify(f *testing.F) {
	f.Add([]byte("PK\x05\x06"))
	f.Add(slices.Repeat([]byte{0}, 22))
	f.Fuzz(func(t *testing.T, data []byte) {
		if m, err := verify(data, signer.Public().(ed25519.PublicKey)); err == nil {
			t.Errorf("made up and taken: %+v", m)
		}
	})
}
