package receipt

import (
	"bytes"
	"fmt"
	"image/png"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"portico/assets/fonts"
)

// Page holds the words of a printed receipt.
type Page struct {
	Title     string
	Reference string
	Code      string
	How       string // to withdraw
	Day       string // in the language's own order
	At        time.Time
}

// The page is A6, in millimetres.
const (
	pageWidth, pageHeight = 105, 148
	margin                = 10
	picture               = 45 // side of the QR code
)

// PDF returns the receipt as a page to print.
func (r Receipt) PDF(p Page) ([]byte, error) {
	img, err := r.QR()
	if err != nil {
		return nil, err
	}
	var drawn bytes.Buffer
	if err := png.Encode(&drawn, img); err != nil {
		return nil, fmt.Errorf("draw the receipt: %w", err)
	}
	doc := fpdf.NewCustom(&fpdf.InitType{UnitStr: "mm", Size: fpdf.SizeType{Wd: pageWidth, Ht: pageHeight}})
	doc.SetCreationDate(p.At)
	doc.SetModificationDate(p.At)
	doc.SetMargins(margin, margin, margin)
	doc.AddUTF8FontFromBytes("Noto", "", fonts.Regular)
	doc.AddUTF8FontFromBytes("Noto", "B", fonts.Bold)
	doc.AddPage()
	line := func(style string, size float64, text string) {
		doc.SetFont("Noto", style, size)
		doc.MultiCell(0, size*.5, text, "", "C", false)
		doc.Ln(2)
	}
	line("B", 16, p.Title)
	line("", 9, p.Day)
	line("", 11, p.Reference)
	line("", 11, p.Code)
	line("B", 16, r.Code)
	doc.RegisterImageOptionsReader("qr", fpdf.ImageOptions{ImageType: "PNG"}, &drawn)
	doc.ImageOptions("qr", (pageWidth-picture)/2, doc.GetY(), picture, picture, true, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
	line("", 10, p.How)
	var out bytes.Buffer
	if err := doc.Output(&out); err != nil {
		return nil, fmt.Errorf("make the receipt's page: %w", err)
	}
	return out.Bytes(), nil
}
