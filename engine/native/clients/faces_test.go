package clients_test

import (
	"bytes"
	"image/jpeg"
	"math"
	"testing"

	"portico/engine/enginetest"
	"portico/engine/imaging"
	"portico/sync/disapi"
	"portico/sync/disclient"
	"portico/sync/disserver/servertest"
)

func detect(t *testing.T, c *disclient.Client, img *disapi.Image) disapi.CreateFaceResponse {
	t.Helper()
	out := must[disapi.CreateFaceResponse](t)(c.DetectFace(t.Context(), disapi.CreateFaceRequest{Image: img}))
	if out.Detection == nil || out.Links == nil || out.ID == "" {
		t.Fatalf("the face: %+v", out)
	}
	return out
}

// picture fetches one that ImageIO can read, and returns its size.
func picture(t *testing.T, c *disclient.Client, link string, size disclient.Size) (width, height int) {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(must[[]byte](t)(c.Picture(t.Context(), link, size))))
	if err != nil {
		t.Fatalf("%s: %v", link, err)
	}
	return img.Bounds().Dx(), img.Bounds().Dy()
}

// TestFaceDetection is sample 17.
func TestFaceDetection(t *testing.T) {
	b := start(t)
	c := b.samples()
	for _, img := range []*disapi.Image{b.reference(), face(t, "reference")} {
		f := detect(t, c, img)
		if f.Detection.Confidence < .5 || len(f.Warnings) > 0 {
			t.Errorf("the face: %+v", f)
		}
		done(t, c.DeleteFace(t.Context(), f.ID))
	}
}

// TestFacesSimilarity is samples 18 and 19: one picture twice.
func TestFacesSimilarity(t *testing.T) {
	b := start(t)
	c := b.samples()
	probe, reference := detect(t, c, b.reference()), detect(t, c, b.reference())
	template := must[disapi.FaceTemplateResponse](t)(c.FaceTemplate(t.Context(), reference.ID))
	for name, req := range map[string]disapi.FaceSimilarityRequest{
		"ImageToImage":    {ReferenceFace: reference.Links.Self},
		"ImageToTemplate": {ReferenceFaceTemplate: template.Data},
	} {
		if got := must[disapi.FaceSimilarityResponse](t)(c.CompareFace(t.Context(), probe.ID, req)); math.Abs(got.Score-1) > .02 {
			t.Errorf("%s: %v, want 1", name, got.Score)
		}
	}
}

// TestFaceAspectsCheck is sample 20; the picture shows a grown man.
func TestFaceAspectsCheck(t *testing.T) {
	b := start(t)
	c := b.samples()
	got := must[disapi.FaceAspectsResponse](t)(c.FaceAspects(t.Context(), detect(t, c, b.reference()).ID))
	if got.Age < 18 || got.Age > 70 || got.Gender > .5 {
		t.Errorf("%+v", got)
	}
}

// TestFaceImageCrops is sample 21.
func TestFaceImageCrops(t *testing.T) {
	b := start(t)
	c := b.samples()
	f := detect(t, c, b.reference())
	if got := must[disapi.CropCoordinatesResponse](t)(c.FaceCropCoordinates(t.Context(), f.ID)).Coordinates; got.TopLeft.X >= got.BottomRight.X {
		t.Errorf("the crop is at %+v", got)
	}
	for _, crop := range []string{"/crop", "/crop/removed-background"} {
		w, h := picture(t, c, f.Links.Self+crop, disclient.Size{})
		for _, ask := range []disclient.Size{{Height: 800}, {Width: 800}} {
			gotW, gotH := picture(t, c, f.Links.Self+crop, ask)
			if gotW != ask.Width && gotH != ask.Height || math.Abs(float64(gotW)/float64(gotH)-float64(w)/float64(h)) > .01 {
				t.Errorf("%s: %d×%d asked as %+v came as %d×%d", crop, w, h, ask, gotW, gotH)
			}
		}
	}
}

// TestFaceImageQualityCheck is sample 22; the picture is a frontal portrait.
func TestFaceImageQualityCheck(t *testing.T) {
	b := start(t)
	c := b.samples()
	q := must[disapi.FaceQualityResponse](t)(c.FaceQuality(t.Context(), detect(t, c, b.reference()).ID))
	if q.Yaw == nil || q.Pitch == nil || max(q.Yaw.Angle, -q.Yaw.Angle) > 15 || !q.Yaw.PreconditionsMet {
		t.Errorf("%+v", q)
	}
}

// TestWearablesCheck is sample 23; the man wears neither.
func TestWearablesCheck(t *testing.T) {
	b := start(t)
	c := b.samples()
	f := detect(t, c, b.reference())
	if got := must[disapi.FaceMaskResponse](t)(c.FaceMask(t.Context(), f.ID)); got.Score > .5 {
		t.Errorf("mask: %+v", got)
	}
	got := must[disapi.GlassesResponse](t)(c.FaceGlasses(t.Context(), f.ID))
	if got.Score == nil || got.Tinted == nil || got.HeavyFrame == nil || *got.Score > .5 {
		t.Errorf("glasses: %+v", got)
	}
}

// TestANearFaceIsKeptSmaller: what is kept of a close face in a large picture
// is bounded, and still a face.
func TestANearFaceIsKeptSmaller(t *testing.T) {
	c := start(t).client(anyWire, servertest.Token)
	img := enginetest.Picture(t, "dis", "faces", "face-smile.jpeg")
	large, err := imaging.EncodeJPEG(imaging.Resize(img, 5*img.Rect.Dx(), 5*img.Rect.Dy()), 90)
	done(t, err)
	near := detect(t, c, &disapi.Image{Data: large})
	crop := must[[]byte](t)(c.Picture(t.Context(), near.Links.Self+"/crop", disclient.Size{}))
	small, err := jpeg.DecodeConfig(bytes.NewReader(crop))
	done(t, err)
	if small.Width != 1200 || small.Height != 1600 {
		t.Errorf("the near face's crop is %d×%d", small.Width, small.Height)
	}
	detect(t, c, &disapi.Image{Data: crop})
}
