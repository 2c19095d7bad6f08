package assemble_test

import (
	"bufio"
	"image"
	"image/color"
	"image/draw"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"portico/engine/document/mrz"
	"portico/engine/document/mrz/mrztest"
	"portico/engine/enginetest"
	"portico/engine/imaging"
	"portico/engine/native/cv"
	"portico/engine/native/ort"
	"portico/engine/nn"
	"portico/models"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// mrzReader opens both networks; without the models the test is skipped.
func mrzReader(t testing.TB) *mrz.Reader {
	t.Helper()
	return mrz.NewReader(mrzNets(t), cv.TextLines{})
}

func mrzNets(t testing.TB) mrz.Nets {
	t.Helper()
	library, err := models.Path(models.ONNXRuntime)
	if err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	if err := ort.Init(library); err != nil {
		t.Fatal(err)
	}
	open := func(name string) nn.Net {
		path, err := models.Path(name)
		if err != nil {
			t.Skipf("SKIPPED: %v", err)
		}
		net, err := ort.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := net.Close(); err != nil {
				t.Error(err)
			}
		})
		return net
	}
	return mrz.Nets{Glyphs: open(models.MRZGlyphs), Witness: open(models.MRZWitness)}
}

// zoneTruths returns the lines printed on each picture of data/mrz; none for
// a picture without a zone.
func zoneTruths(t testing.TB) map[string][]string {
	t.Helper()
	f, err := os.Open(enginetest.Data(t, "mrz", "manifest.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	truths := map[string][]string{}
	rows := bufio.NewScanner(f)
	rows.Scan() // the header
	for rows.Scan() {
		columns := strings.Split(rows.Text(), "\t")
		var lines []string
		if _, text, found := strings.Cut(columns[1], "|"); found {
			lines = strings.Split(text, "/")
		}
		truths[columns[0]] = lines
	}
	return truths
}

func TestZonesOfOutsidePictures(t *testing.T) {
	reader := mrzReader(t)
	var millis []float64
	exact, relied, wrongButSure, zones := 0, 0, 0, 0
	truths := zoneTruths(t)
	for _, name := range slices.Sorted(maps.Keys(truths)) {
		want, img := truths[name], enginetest.Picture(t, "mrz", name)
		start := time.Now()
		got, err := reader.Read(t.Context(), img)
		millis = append(millis, float64(time.Since(start).Microseconds())/1000)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if want == nil {
			if got != nil {
				t.Errorf("%s has no zone, read %q", name, got.Lines)
			}
			continue
		}
		zones++
		switch {
		case got == nil:
			t.Logf("%s (%v): nothing found", name, img.Rect.Size())
		case slices.Equal(got.Lines, want):
			exact++
			if got.Sure() {
				relied++
			}
		default:
			t.Logf("%s (%v): sure %v, confidence %.3f, read\n\t%s, want\n\t%s", name, img.Rect.Size(), got.Sure(), got.Confidence,
				strings.Join(got.Lines, "\n\t"), strings.Join(want, "\n\t"))
			if got.Sure() {
				wrongButSure++
			}
		}
	}
	slices.Sort(millis)
	t.Logf("all lines exact on %d of %d pictures, %d of them valid and sure; median %.0f ms, longest %.0f ms", exact, zones, relied, millis[len(millis)/2], millis[len(millis)-1])
	if exact < 47 || wrongButSure > 0 {
		t.Errorf("exact %d, want 47; wrong but sure %d, want none", exact, wrongButSure)
	}
}

func TestZoneOfTheSampleCard(t *testing.T) {
	reader := mrzReader(t)
	img := enginetest.Picture(t, "dis", "documents", "L2", "document-back.jpeg")
	got, err := reader.Read(t.Context(), img)
	if err != nil {
		t.Fatal(err)
	}
	if got == nil {
		t.Fatal("no zone found")
	}
	want := "ILSVKBB456987<3<<<<<<<<<<<<<<<\n8508063M3011249SVK<<<<<<<<<<<0\nBELL<<BRIAN<<<<<<<<<<<<<<<<<<<"
	if got.String() != want {
		t.Errorf("read\n%s, want\n%s", got, want)
	}
	if !got.Sure() || len(got.Checks) != 4 {
		t.Errorf("valid %v, unsure at %v, check digits %v, want four right ones", got.Valid, got.Unsure, got.Checks)
	}
	if b := got.Zone.Bounds(); !b.In(img.Rect.Inset(-b.Dy()/10)) || got.Zone.Area() <= 0 {
		t.Errorf("the zone %v lies outside the picture %v", got.Zone, img.Rect)
	}
	front := enginetest.Picture(t, "dis", "documents", "L2", "document-front.jpeg")
	if got, err := reader.Read(t.Context(), front); got != nil || err != nil {
		t.Errorf("the front has no zone, read %v, %v", got, err)
	}
}

// printed renders lines in Go's own monospaced font, which the network has
// never seen, with the spacing of a zone, on an otherwise empty page.
func printed(t *testing.T, lines []string, pitch float64) *image.RGBA {
	t.Helper()
	parsed, err := opentype.Parse(gomono.TTF)
	if err != nil {
		t.Fatal(err)
	}
	// A character of Go Mono is 0.6 em wide.
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: pitch / .6, DPI: 72})
	if err != nil {
		t.Fatal(err)
	}
	defer face.Close()
	w := int(pitch * float64(len(lines[0])+6))
	img := image.NewRGBA(image.Rect(0, 0, w, w*2/3))
	draw.Draw(img, img.Rect, image.NewUniform(color.Gray{Y: 215}), image.Point{}, draw.Src)
	pen := font.Drawer{Dst: img, Src: image.NewUniform(color.Gray{Y: 40}), Face: face}
	for i, line := range lines {
		y := float64(img.Rect.Dy()) - pitch*2.5*float64(len(lines)-i)
		for j, c := range line {
			pen.Dot = fixed.Point26_6{X: fixed.Int26_6(64 * pitch * float64(j+3)), Y: fixed.Int26_6(64 * y)}
			pen.DrawString(string(c))
		}
	}
	return img
}

// turned returns img clockwise by degrees, with its border repeated around it.
func turned(t *testing.T, img *image.RGBA, degrees float64) *image.RGBA {
	t.Helper()
	w, h, angle := float64(img.Rect.Dx()), float64(img.Rect.Dy()), degrees*math.Pi/180
	sin, cos := math.Abs(math.Sin(angle)), math.Abs(math.Cos(angle))
	width, height := w*cos+h*sin, w*sin+h*cos
	out, err := imaging.Warp(img, imaging.RotatedRect(imaging.Point{X: w / 2, Y: h / 2}, width, height, -angle),
		int(math.Round(width)), int(math.Round(height)))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The specimens of Doc 9303, parts 4 to 7, and of the French card.
func TestZoneWhicheverWayItIsTurned(t *testing.T) {
	reader := mrzReader(t)
	for name, lines := range map[string][]string{
		"TD1":   {"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"},
		"TD2":   {"I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"},
		"TD3":   {"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"},
		"MRV-B": {"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"},
		"FRA":   {"IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6"},
	} {
		t.Run(name, func(t *testing.T) {
			page := printed(t, lines, 18)
			for _, degrees := range []float64{0, 6, 90, 180, 270} {
				got, err := reader.Read(t.Context(), turned(t, page, degrees))
				if err != nil {
					t.Fatal(err)
				}
				if got == nil || !slices.Equal(got.Lines, lines) || !got.Valid {
					t.Errorf("turned %v°: read %v, want %q", degrees, got, lines)
					continue
				}
				along := math.Atan2(got.Zone[1].Y-got.Zone[0].Y, got.Zone[1].X-got.Zone[0].X) * 180 / math.Pi
				if off := math.Abs(math.Remainder(along-degrees, 360)); off > 2 {
					t.Errorf("turned %v°: the zone's top edge runs at %.1f°", degrees, along)
				}
			}
		})
	}
}

// TestNoZoneIsInventedWhereOneWasPaintedOver: guilloches, portrait and labels of
// drawn pages look like letters here and there.
func TestNoZoneIsInventedWhereOneWasPaintedOver(t *testing.T) {
	reader := mrzReader(t)
	typeface, err := opentype.Parse(gomono.TTF)
	if err != nil {
		t.Fatal(err)
	}
	for _, seed := range []uint64{5000005, 5000007, 5000010, 5000012} {
		page, err := mrztest.Draw(typeface, seed)
		if err != nil {
			t.Fatal(err)
		}
		zone, err := reader.Read(t.Context(), page.Image)
		if err != nil || zone == nil {
			t.Fatalf("seed %d: %v, %v", seed, zone, err)
		}
		if got, err := reader.Read(t.Context(), paintedOver(page.Image, zone.Zone)); got != nil || err != nil {
			t.Errorf("seed %d, painted over: %v, %v", seed, got, err)
		}
	}
}
