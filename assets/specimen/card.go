package specimen

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"strings"

	"golang.org/x/image/draw"
)

// Card is an identity card of Utopia, the country ICAO Doc 9303 uses for its
// examples, in the format TD1. Dates are DD.MM.YYYY as printed.
type Card struct {
	GivenNames, Surname, Sex, Number string
	Birth, Issue, Expiry             string
	Address                          []string // up to two lines
	BirthPlace                       string
	Portrait                         image.Image // drawn to fill the portrait's box
	Design                           Design      // zero: Edition2026
}

// Design is what is printed on every card of an edition, in its places.
type Design struct {
	Country, Title        string
	Number, Issue, Expiry string // labels
	Address, BirthPlace   string // labels of the back
	light, dark           rgb
}

// The editions of the card, and cards that look like it and are none.
var (
	Edition2026 = Design{"UTOPIA", "IDENTITY CARD", "Card number", "Date of issue", "Date of expiry", "Address", "Place of birth", rgb{182, 224, 216}, rgb{244, 214, 178}}
	Edition2018 = Design{"UTOPIA", "NATIONAL ID CARD", "Card No", "Issued on", "Valid until", "Domicile", "Born in", rgb{214, 206, 232}, rgb{232, 236, 206}}

	ForeignCard = Design{"ARCADIA", "IDENTITY CARD", "Card number", "Date of issue", "Date of expiry", "Address", "Place of birth", rgb{182, 224, 216}, rgb{244, 214, 178}}
	LibraryCard = Design{"UTOPIA", "LIBRARY CARD", "Card number", "Date of issue", "Date of expiry", "Address", "Place of birth", rgb{182, 224, 216}, rgb{244, 214, 178}}
)

// Example is the card that the demonstration shows.
func Example(portrait image.Image) Card {
	return Card{
		GivenNames: "Lars Erik", Surname: "Eriksson", Sex: "M", Number: "D23145890",
		Birth: "12.08.1974", Issue: "15.04.2022", Expiry: "15.04.2032",
		Address: []string{"42 Island Road", "Amaurot"}, BirthPlace: "Zenith", Portrait: portrait,
	}
}

// Places on the card, in fractions of its width and height. The template
// engine/document/template/types/uto-identity-card-2026.toml names the same boxes.
var (
	portraitBox = box{.045, .235, .300, .800}
	leftColumn  = .345
	rightColumn = .690
)

type box struct{ x0, y0, x1, y1 float64 }

func (b box) in(w, h int) image.Rectangle {
	return image.Rect(int(b.x0*float64(w)), int(b.y0*float64(h)), int(b.x1*float64(w)), int(b.y1*float64(h)))
}

var (
	navy  = color.RGBA{18, 34, 66, 255}
	label = color.RGBA{70, 86, 118, 255}
	black = color.RGBA{16, 18, 24, 255}
)

// Front draws the front at w pixels' width; the height follows from ID-1
// (85.60 × 53.98 mm, ISO/IEC 7810).
func (c Card) Front(w int) *image.RGBA {
	if c.Design == (Design{}) {
		c.Design = Edition2026
	}
	img := c.Design.blank(w, aspectID1, 0)
	h := img.Rect.Dy()
	text(img, .045, .125, .074, navy, bold, c.Design.Country)
	text(img, .300, .125, .050, navy, regular, c.Design.Title)
	text(img, .690, .125, .050, label, regular, "SPECIMEN")
	if c.Portrait != nil {
		draw.CatmullRom.Scale(img, portraitBox.in(w, h), c.Portrait, c.Portrait.Bounds(), draw.Src, nil)
	}
	row(img, leftColumn, .270, "Surname", c.Surname)
	row(img, leftColumn, .430, "Given names", c.GivenNames)
	row(img, leftColumn, .590, "Sex", c.Sex)
	row(img, leftColumn, .750, c.Design.Number, c.Number)
	row(img, rightColumn, .270, "Nationality", "UTO")
	row(img, rightColumn, .430, "Date of birth", c.Birth)
	row(img, rightColumn, .590, c.Design.Issue, c.Issue)
	row(img, rightColumn, .750, c.Design.Expiry, c.Expiry)
	return rounded(img)
}

// row prints a label and its value below it.
func row(img *image.RGBA, x, y float64, name, value string) {
	text(img, x, y, .036, label, regular, name)
	text(img, x, y+.080, .066, black, regular, value)
}

// Back draws the back with its machine-readable zone.
func (c Card) Back(w int) *image.RGBA {
	if c.Design == (Design{}) {
		c.Design = Edition2026
	}
	img := c.Design.blank(w, aspectID1, 1)
	text(img, .045, .100, .036, label, regular, c.Design.Address)
	for i, line := range c.Address {
		text(img, .250, .100+.080*float64(i), .060, black, regular, line)
	}
	text(img, .045, .290, .036, label, regular, c.Design.BirthPlace)
	text(img, .250, .290, .060, black, regular, c.BirthPlace)
	h := img.Rect.Dy()
	draw.Draw(img, box{0, .56, 1, 1}.in(w, h), image.NewUniform(color.RGBA{244, 244, 240, 255}), image.Point{}, draw.Src)
	for i, line := range c.Lines() {
		// 30 characters of 2.54 mm, lines 6.35 mm apart (Doc 9303-5, 4.2).
		zone(img, .0545, .680+.1176*float64(i), 2.54/85.60, line)
	}
	return rounded(img)
}

// Lines returns the card's machine-readable zone, after Doc 9303-5.
func (c Card) Lines() [3]string {
	birth, expiry := yymmdd(c.Birth), yymmdd(c.Expiry)
	number := c.Number + checkDigit(c.Number)
	one := fill("I<UTO"+number, 30)
	two := birth + checkDigit(birth) + c.Sex + expiry + checkDigit(expiry) + "UTO"
	two = fill(two, 29)
	composite := one[5:30] + two[0:7] + two[8:15] + two[18:29]
	names := strings.ToUpper(c.Surname + "<<" + strings.ReplaceAll(c.GivenNames, " ", "<"))
	return [3]string{one, two + checkDigit(composite), fill(names, 30)}
}

func fill(s string, n int) string { return s + strings.Repeat("<", max(0, n-len(s))) }

func yymmdd(date string) string { return date[8:10] + date[3:5] + date[0:2] }

// checkDigit is that of Doc 9303-3, 4.9: weights 7, 3, 1, modulo 10.
func checkDigit(s string) string {
	sum := 0
	for i, r := range s {
		v := 0
		switch {
		case r >= '0' && r <= '9':
			v = int(r - '0')
		case r >= 'A' && r <= 'Z':
			v = int(r-'A') + 10
		}
		sum += v * []int{7, 3, 1}[i%3]
	}
	return fmt.Sprint(sum % 10)
}

// Sides of pages, width over height (ISO/IEC 7810).
const (
	aspectID1 = 85.60 / 53.98
	aspectID3 = 125. / 88
)

// blank is the paper: a soft gradient with a guilloche.
func (d Design) blank(w int, aspect float64, side int) *image.RGBA {
	h := int(math.Round(float64(w) / aspect))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	a, b := d.light, d.dark
	if side == 1 {
		a, b = b, a
	}
	line := rgb{148, 178, 178}
	for y := range h {
		for x := range w {
			u, v := float64(x)/float64(w), float64(y)/float64(h)
			wave := math.Sin(40*v + 2.2*math.Sin(9*u+float64(side)) + 5*u)
			img.SetRGBA(x, y, a.mix(b, u*.7+v*.3).mix(line, .30*smooth(.86, 1, wave)).color())
		}
	}
	return img
}

// rounded makes the corners transparent: radius 3.18 mm (ISO/IEC 7810).
func rounded(img *image.RGBA) *image.RGBA {
	w, h := float64(img.Rect.Dx()), float64(img.Rect.Dy())
	r := w * 3.18 / 85.60
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			dx := max(r-float64(x)-.5, float64(x)+.5-(w-r), 0)
			dy := max(r-float64(y)-.5, float64(y)+.5-(h-r), 0)
			if cover := inside(math.Hypot(dx, dy)-r, 1); cover < 1 {
				p := img.RGBAAt(x, y)
				f := func(v uint8) uint8 { return uint8(float64(v) * cover) }
				img.SetRGBA(x, y, color.RGBA{f(p.R), f(p.G), f(p.B), uint8(255 * cover)})
			}
		}
	}
	return img
}
