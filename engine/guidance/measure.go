package guidance

import (
	"context"
	"image"

	"portico/engine/document"
	"portico/engine/face"
	"portico/engine/imaging"
)

// Locator finds a document in a live picture.
type Locator interface {
	Locate(img *image.RGBA) (document.Location, bool)
}

// FaceFinder finds faces in a live picture, the largest first.
type FaceFinder interface {
	Detect(ctx context.Context, img *image.RGBA) ([]face.Face, error)
}

// MeasureFace measures a live picture.
func MeasureFace(ctx context.Context, faces FaceFinder, img *image.RGBA) (Face, error) {
	found, err := faces.Detect(ctx, img)
	if err != nil {
		return Face{}, err
	}
	m := Face{Frame: img.Rect.Size(), Count: len(found)}
	if len(found) == 0 {
		return m, nil
	}
	m.Face = found[0]
	if q, err := face.Measure(img, m.Face); err == nil { // else it lies outside the picture
		m.Light, m.Sharpness = 255*q.Brightness, q.Sharpness
	}
	return m, nil
}

// Thumbnail is a picture so small that noise averages out.
func Thumbnail(img *image.RGBA) *image.Gray { return imaging.Gray(imaging.Resize(img, 48, 27)) }

func faultsOf(q document.Quality) Faults {
	var f Faults
	for _, issue := range q.Issues {
		switch issue {
		case document.BrightnessLow:
			f.Dark = true
		case document.BrightnessHigh:
			f.Bright = true
		case document.HotspotsHigh:
			f.Glare = true
		case document.SharpnessLow:
			f.Blurred = true
		}
	}
	return f
}
