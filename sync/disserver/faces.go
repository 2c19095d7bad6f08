package disserver

import (
	"context"
	"errors"
	"image"
	"math"
	"net/http"
	"regexp"

	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/onboarding"
	"portico/sync/disapi"
	"portico/sync/disview"
)

// Detection modes of the contract.
const (
	modeFree   = "FREE"   // the largest of several faces
	modeStrict = "STRICT" // exactly one
)

// faceOrigin is what links to a customer's picture look like.
var faceOrigin = regexp.MustCompile(`^` + disapi.Base + `/customers/([^/]+)/(selfie|document/portrait)$`)

func (s *server) detectFace(r *http.Request) (any, error) {
	var req disapi.CreateFaceRequest
	photo, err := s.facePicture(r, &req)
	if err != nil {
		return nil, err
	}
	var out any
	err = s.pool.run(r.Context(), func() error {
		out, err = s.newFace(r.Context(), photo, req.Detection)
		return err
	})
	return out, err
}

// facePicture returns the picture of either kind of body, and fills req from
// a JSON one.
func (s *server) facePicture(r *http.Request, req *disapi.CreateFaceRequest) ([]byte, error) {
	if binary(r) {
		return s.readPicture(r)
	}
	if err := s.decode(r, req); err != nil {
		return nil, err
	}
	if d := req.Detection; d != nil {
		if d.Mode != "" {
			if err := oneOf("mode", d.Mode, modeFree, modeStrict); err != nil {
				return nil, err
			}
		}
		if size := d.FaceSizeRatio; size != nil && !(size.Min >= 0 && size.Min < size.Max) {
			return nil, badBody("faceSizeRatio: min is from 0 and below max")
		}
	}
	if req.FaceOrigin == nil {
		return s.picture(r.Context(), req.Image)
	}
	link := faceOrigin.FindStringSubmatch(req.FaceOrigin.Link)
	if req.Image != nil || req.Detection != nil || link == nil {
		return nil, badBody("either image, or faceOrigin with the link of a customer's selfie or portrait")
	}
	return s.linkedPicture(r, link[1], link[2])
}

func (s *server) linkedPicture(r *http.Request, customerID, part string) ([]byte, error) {
	id, err := parseID(customerID)
	if err != nil {
		return nil, badBody("faceOrigin: the link holds no UUID")
	}
	c, err := s.owned(r, id.String())
	if err != nil {
		return nil, err
	}
	if part == "selfie" && c.Selfie != nil {
		return s.Store.Blob(r.Context(), c.ID, c.Selfie.Image)
	}
	if blob, ok := portraitOf(c); part != "selfie" && ok {
		return s.Store.Blob(r.Context(), c.ID, blob)
	}
	return nil, &problem{disapi.NotFound, "the customer has no such picture"}
}

// newFace finds, describes and keeps the largest face of a picture.
func (s *server) newFace(ctx context.Context, photo []byte, how *disapi.FaceDetectionProperties) (disapi.CreateFaceResponse, error) {
	img, err := imaging.Decode(photo, imaging.Limits{})
	if err != nil {
		return disapi.CreateFaceResponse{}, err
	}
	found, err := s.Faces.Find(ctx, img)
	if err != nil {
		return disapi.CreateFaceResponse{}, err
	}
	if how != nil && how.FaceSizeRatio != nil {
		found = ofSize(found, *how.FaceSizeRatio, float64(min(img.Rect.Dx(), img.Rect.Dy())))
	}
	var warnings []string
	switch {
	case len(found) == 0:
		return disapi.CreateFaceResponse{ErrorCode: string(onboarding.NoFace)}, nil
	case len(found) > 1 && how != nil && how.Mode == modeStrict:
		return disapi.CreateFaceResponse{ErrorCode: onboarding.MultipleFaces}, nil
	case len(found) > 1:
		warnings = []string{onboarding.MultipleFaces}
	}
	kept, err := s.describe(ctx, img, found[0])
	if err != nil {
		return disapi.CreateFaceResponse{}, err
	}
	id := s.NewID()
	if err := s.keepFace(ctx, id, kept); err != nil {
		return disapi.CreateFaceResponse{}, err
	}
	return disapi.CreateFaceResponse{
		ID: id, Detection: disview.Face(found[0]), Links: &disapi.Links{Self: disapi.FacePath(id)}, Warnings: warnings,
	}, nil
}

// describe computes everything that is kept of a face.
func (s *server) describe(ctx context.Context, img *image.RGBA, f face.Face) (kept storedFace, err error) {
	box := face.TokenBox(f)
	kept = storedFace{Face: f, Visible: face.Visible(box, img.Rect)}
	kept.Face.Mesh = nil
	if kept.Template, err = s.Faces.Template(ctx, img, f); err != nil && !errors.Is(err, face.ErrNoTemplate) {
		return kept, err
	}
	if kept.About, err = s.Faces.Attributes(ctx, img, f); err != nil {
		return kept, err
	}
	if kept.Quality, err = face.Measure(img, f); err != nil {
		return kept, err
	}
	if kept.Crop, err = cropFace(img, box); err != nil {
		return kept, err
	}
	return kept, s.describeMore(ctx, img, f, &kept)
}

// ofSize keeps the faces whose size, the larger of the distances between the
// eyes and from eyes to mouth, is within the ratio to the shorter side.
func ofSize(found []face.Face, ratio disapi.FaceSizeRatio, shorter float64) []face.Face {
	var kept []face.Face
	for _, f := range found {
		eyes, mouth := middle(f.Landmarks[0], f.Landmarks[1]), middle(f.Landmarks[3], f.Landmarks[4])
		size := math.Max(imaging.Dist(f.Landmarks[0], f.Landmarks[1]), imaging.Dist(eyes, mouth)) / shorter
		if size >= ratio.Min && size <= ratio.Max {
			kept = append(kept, f)
		}
	}
	return kept
}

func middle(a, b imaging.Point) imaging.Point {
	return imaging.Point{X: (a.X + b.X) / 2, Y: (a.Y + b.Y) / 2}
}
