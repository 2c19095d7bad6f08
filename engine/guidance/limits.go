package guidance

import (
	"fmt"
	"math"
)

// Limits are what a desk, its camera and its light decide. A zero field means
// the usual value, which a comment gives with what it comes from.
type Limits struct {
	Document CardLimits `toml:"document,omitzero"`
	Face     FaceLimits `toml:"face,omitzero"`
}

// Validate reports a limit that nothing can keep to.
func (l Limits) Validate() error {
	for name, v := range map[string]float64{
		"document.pixels": l.Document.Pixels, "document.tilt": l.Document.Tilt, "document.distance": l.Document.Distance,
		"document.speed": l.Document.Speed, "document.sharpness": l.Document.Sharpness, "face.roll": l.Face.Roll, "face.yaw": l.Face.Yaw,
		"face.pitch": l.Face.Pitch, "face.contrast": l.Face.Contrast, "face.mouth": l.Face.Mouth, "face.sharpness": l.Face.Sharpness,
		"face.speed": l.Face.Speed, "face.most": l.Face.Most,
	} {
		if !(v >= 0) {
			return fmt.Errorf("%s: %v is less than nothing", name, v)
		}
	}
	for name, v := range map[string]float64{
		"document.share": l.Document.Share, "document.dark": l.Document.Dark, "document.bright": l.Document.Bright, "document.glare": l.Document.Glare,
		"face.least": l.Face.Least, "face.burnt": l.Face.Burnt, "face.lenses": l.Face.Lenses,
	} {
		if !(v >= 0 && v <= 1) {
			return fmt.Errorf("%s: %v is no share; write 0 to 1", name, v)
		}
	}
	return nil
}

// CardLimits are what a picture of a document must keep to.
type CardLimits struct {
	// Pixels is the least length of its longer side; 480. OCR-B is 2.4 mm high
	// (ICAO Doc 9303-3), so on a card of 85.6 mm its letters then have 14
	// pixels; the glyph network reads from 10.
	Pixels float64 `toml:"pixels,omitzero"`
	// Share of the picture that it may cover; .9 leaves room to see four edges. In
	// a wide picture a card reaches beyond opposite borders first, which is the same.
	Share float64 `toml:"share,omitzero"`
	// Tilt away from the camera in degrees; 20. Print starts to merge at 35; of
	// 24 rendered cards at 34 to 49 the estimate was 25 for one, whose edges the
	// locator misplaced, and more for the others; a level one measures 5.
	Tilt float64 `toml:"tilt,omitzero"`
	// Distance of the camera from the document in widths of it; 3.5, 300 mm. A
	// near camera sees more perspective in the same tilt.
	Distance float64 `toml:"distance,omitzero"`
	// Speed of a corner in picture diagonals a second; .08 smears by 2 pixels at
	// 1/60 s of exposure and 1280×720.
	Speed float64 `toml:"speed,omitzero"`
	// Sharpness is the least, noise apart; .035 is that of a page of 512 pixels
	// blurred by σ = 2, where nothing is read any more. Sharp ones measure .18
	// and more, with a sensor's noise of up to 4 levels.
	Sharpness float64 `toml:"sharpness,omitzero"`
	// Dark and Bright bound the mean luma, 0..1; .25 and .95. At .24 the sample
	// card is read in full, at .18 nothing is (engine/document, quality.go).
	Dark   float64 `toml:"dark,omitzero"`
	Bright float64 `toml:"bright,omitzero"`
	// Glare is the share of the document that may be burnt out; .04, between
	// nothing lost at .02 and a field at .07 (engine/document, quality.go).
	Glare float64 `toml:"glare,omitzero"`
}

// FaceLimits are what a picture of a face must keep to.
type FaceLimits struct {
	// Least and Most are its width over the picture's shorter side; .22 makes a
	// face of 158 pixels at 720 lines, and the template is taken from a crop of
	// 150; .75.
	Least float64 `toml:"least,omitzero"`
	Most  float64 `toml:"most,omitzero"`
	// Roll, Yaw and Pitch in degrees either way; 12, 18 and 20, after ISO/IEC
	// 19794-5's frontal pose, with the estimate's own spread added.
	Roll  float64 `toml:"roll,omitzero"`
	Yaw   float64 `toml:"yaw,omitzero"`
	Pitch float64 `toml:"pitch,omitzero"`
	// Contrast is by how many times its noise the face's own range of luma must
	// stand out; 14. Eyes are white and black whatever the skin: synthetic skins
	// of all six Fitzpatrick types measure 58 in full light, 31 in a quarter of
	// it, 10 to 11 in a fiftieth; drawn people 46, and 8 at an eighth of the
	// picture's values.
	Contrast float64 `toml:"contrast,omitzero"`
	// Burnt is the share of the face that may be burnt out; .25. Chosen, not
	// measured.
	Burnt float64 `toml:"burnt,omitzero"`
	// Lenses is by how much the share of an eye's surroundings that is burnt out
	// may exceed the face's; .12. Drawn people measure 0, with glasses, too; a lamp
	// of .4 of a lens .16, of .7 .38 and more. Not measured on people.
	Lenses float64 `toml:"lenses,omitzero"`
	// Mouth is the lips' distance over the mouth's width; .35. Drawn, closed ones
	// measure up to .02, wide open ones more than .35; not measured on people.
	Mouth float64 `toml:"mouth,omitzero"`
	// Sharpness is the least, noise apart; .02. Drawn people measure .14 and more,
	// 0 behind two boxes of 19 pixels.
	Sharpness float64 `toml:"sharpness,omitzero"`
	// Speed in the face's own widths a second; .35.
	Speed float64 `toml:"speed,omitzero"`
}

var (
	usualCard = CardLimits{
		Pixels: 480, Share: .9, Tilt: 20, Distance: EyeDistance, Speed: .08, Sharpness: .035, Dark: .25, Bright: .95, Glare: .04,
	}
	usualFace = FaceLimits{
		Least: .22, Most: .75, Roll: 12, Yaw: 18, Pitch: 20, Contrast: 14, Burnt: .25, Lenses: .12, Mouth: .35, Sharpness: .02, Speed: .35,
	}
)

// complete returns l with the usual value in each field that is zero.
func (l CardLimits) complete() CardLimits {
	fill(map[*float64]float64{
		&l.Pixels: usualCard.Pixels, &l.Share: usualCard.Share, &l.Tilt: usualCard.Tilt, &l.Distance: usualCard.Distance,
		&l.Speed: usualCard.Speed, &l.Sharpness: usualCard.Sharpness, &l.Dark: usualCard.Dark, &l.Bright: usualCard.Bright,
		&l.Glare: usualCard.Glare,
	})
	return l
}

// complete returns l with the usual value in each field that is zero.
func (l FaceLimits) complete() FaceLimits {
	fill(map[*float64]float64{
		&l.Least: usualFace.Least, &l.Most: usualFace.Most, &l.Roll: usualFace.Roll, &l.Yaw: usualFace.Yaw, &l.Pitch: usualFace.Pitch,
		&l.Contrast: usualFace.Contrast, &l.Burnt: usualFace.Burnt, &l.Lenses: usualFace.Lenses, &l.Mouth: usualFace.Mouth,
		&l.Sharpness: usualFace.Sharpness, &l.Speed: usualFace.Speed,
	})
	return l
}

func fill(fields map[*float64]float64) {
	for field, usual := range fields {
		if *field == 0 || math.IsNaN(*field) {
			*field = usual
		}
	}
}
