package receipt_test

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"portico/app/receipt"
	"portico/engine/customer"
)

const id = "0f9a2c11-0000-4000-8000-000000000000"

func TestCodesAreSecretAndReadable(t *testing.T) {
	shape := regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$`)
	seen := map[string]bool{}
	for i := range byte(200) {
		r := receipt.New(id, [32]byte{i})
		if !shape.MatchString(r.Code) || r.Reference != "0f9a2c11" || seen[r.Code] {
			t.Fatalf("receipt %d: %+v", i, r)
		}
		seen[r.Code] = true
	}
	r := receipt.New(id, [32]byte{1})
	c := customer.Customer{Withdrawal: customer.HashReceipt(r.Code)}
	if !c.Receipt(strings.ToLower(strings.ReplaceAll(r.Code, "-", " "))) {
		t.Error("the code does not withdraw when it is typed in small letters")
	}
}

// reader reads QR codes: zbarimg, which is not ours. Without it nothing is known.
func reader(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("zbarimg")
	if err != nil {
		t.Skip("zbarimg is not installed: nobody else reads the QR code here")
	}
	return path
}

func TestATelephoneReadsTheQRCode(t *testing.T) {
	r := receipt.New(id, [32]byte{3})
	img, err := r.QR()
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	shown := image.NewGray(image.Rect(0, 0, 6*img.Bounds().Dx(), 6*img.Bounds().Dy())) // as a screen does
	for i := range shown.Pix {
		x, y := i%shown.Stride, i/shown.Stride
		shown.Set(x, y, img.At(x/6, y/6))
	}
	if err := png.Encode(&buf, shown); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "qr.png")
	if err := os.WriteFile(file, buf.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(reader(t), "--raw", "--quiet", "--oneshot", file).Output()
	if err != nil || !strings.Contains(string(out), r.Code) {
		t.Errorf("read %q, %v; want %s in it", out, err, r.Code)
	}
}

func TestPageInEveryScript(t *testing.T) {
	r := receipt.New(id, [32]byte{3})
	data, err := r.PDF(receipt.Page{
		Title: "Квитанція", Reference: "Referenčné číslo 0f9a2c11", Code: "Ihr Code", How: "Façon de retirer",
		Day: "24.11.2026", At: time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC),
	})
	if err != nil || !bytes.HasPrefix(data, []byte("%PDF-")) || len(data) < 2000 {
		t.Fatalf("%d bytes, %v", len(data), err)
	}
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed: nobody else reads the page here")
	}
	cmd := exec.Command(tool, "-", "-")
	cmd.Stdin = bytes.NewReader(data)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Квитанція", "Referenčné", "Façon", r.Code, "24.11.2026"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the page lacks %q: %q", want, out)
		}
	}
}
