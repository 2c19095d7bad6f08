package disclient

import (
	"context"
	"net/http"

	"portico/sync/disapi"
)

// DetectFace finds a face and has the server keep it for a while.
func (c *Client) DetectFace(ctx context.Context, req disapi.CreateFaceRequest) (out disapi.CreateFaceResponse, err error) {
	err = c.call(ctx, "detectFace", http.MethodPost, disapi.Base+"/faces", req, &out)
	return out, err
}

// DeleteFace deletes a face; it succeeds when there is none.
func (c *Client) DeleteFace(ctx context.Context, id string) error {
	return c.call(ctx, "deleteFace", http.MethodDelete, disapi.FacePath(id), nil, nil)
}

// CompareFace says how alike a face is to another, or to a template.
func (c *Client) CompareFace(ctx context.Context, id string, req disapi.FaceSimilarityRequest) (out disapi.FaceSimilarityResponse, err error) {
	err = c.call(ctx, "checkSimilarity", http.MethodPost, disapi.FacePath(id)+"/similarity", req, &out)
	return out, err
}

// FaceTemplate returns the description of a face.
func (c *Client) FaceTemplate(ctx context.Context, id string) (out disapi.FaceTemplateResponse, err error) {
	err = c.call(ctx, "createTemplate", http.MethodGet, disapi.FacePath(id)+"/face-template", nil, &out)
	return out, err
}

// FaceAspects returns estimates of age and gender.
func (c *Client) FaceAspects(ctx context.Context, id string) (out disapi.FaceAspectsResponse, err error) {
	err = c.call(ctx, "evaluateAspects", http.MethodGet, disapi.FacePath(id)+"/aspects", nil, &out)
	return out, err
}

// FaceQuality returns the measures of a face's picture.
func (c *Client) FaceQuality(ctx context.Context, id string) (out disapi.FaceQualityResponse, err error) {
	err = c.call(ctx, "checkQuality", http.MethodGet, disapi.FacePath(id)+"/quality", nil, &out)
	return out, err
}

// FaceGlasses says whether a face wears glasses, and what kind.
func (c *Client) FaceGlasses(ctx context.Context, id string) (out disapi.GlassesResponse, err error) {
	err = c.call(ctx, "checkGlasses", http.MethodGet, disapi.FacePath(id)+"/glasses", nil, &out)
	return out, err
}

// FaceMask says whether a face wears a mask.
func (c *Client) FaceMask(ctx context.Context, id string) (out disapi.FaceMaskResponse, err error) {
	err = c.call(ctx, "checkFaceMask", http.MethodGet, disapi.FacePath(id)+"/face-mask", nil, &out)
	return out, err
}

// FaceCropCoordinates returns where a face's whole head is in the picture.
func (c *Client) FaceCropCoordinates(ctx context.Context, id string) (out disapi.CropCoordinatesResponse, err error) {
	err = c.call(ctx, "doCropCoordinates", http.MethodGet, disapi.FacePath(id)+"/crop/coordinates", nil, &out)
	return out, err
}
