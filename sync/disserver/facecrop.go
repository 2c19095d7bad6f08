package disserver

import (
	"image"
	"math"
	"net/http"

	"portico/engine/face"
	"portico/engine/imaging"
	"portico/sync/disapi"
	"portico/sync/disview"
)

// tallestCrop bounds the crop that is kept of a face, in pixels.
const tallestCrop = 1600

// cropFace cuts the token image out of a picture. What lies outside of it
// repeats its border.
func cropFace(img *image.RGBA, box imaging.Quad) ([]byte, error) {
	width, height := imaging.Dist(box[0], box[1]), imaging.Dist(box[1], box[2])
	if height > tallestCrop {
		f := tallestCrop / height
		longer := float64(max(img.Rect.Dx(), img.Rect.Dy()))
		small, factor := imaging.Fit(img, int(math.Ceil(longer*f)))
		img, box = small, box.Scale(1/factor)
		width, height = imaging.Dist(box[0], box[1]), imaging.Dist(box[1], box[2])
	}
	crop, err := imaging.Warp(img, box, max(1, int(math.Round(width))), max(1, int(math.Round(height))))
	if err != nil {
		return nil, err
	}
	return imaging.EncodeJPEG(crop, cropsQuality)
}

func (s *server) faceCrop(r *http.Request) (any, error) {
	f, err := s.face(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return s.scaled(r, func() ([]byte, error) { return f.Crop, nil })
}

func (s *server) faceCropCoordinates(r *http.Request) (any, error) {
	f, err := s.face(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return disapi.CropCoordinatesResponse{FullyCaptured: f.Visible == 1, Coordinates: disview.Roi(face.TokenBox(f.Face))}, nil
}

func (s *server) faceQuality(r *http.Request) (any, error) {
	f, err := s.face(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	return disview.FaceQuality(f.Face, f.Quality, f.Scores, f.Visible), nil
}
