package disclient

import (
	"context"
	"net/http"

	"portico/sync/disapi"
)

// Paths of the services before the contract that a client calls.
const (
	oldOCRPath      = "/document/api/v5/document/ocr"
	oldVerifyPath   = "/core/api/v6/face/verify"
	oldLivenessPath = "/core/api/v6/face/check-liveness-active"
)

// OldImage is a picture in a request of the services before the contract.
type OldImage struct {
	Data disapi.Bytes `json:"data"`
}

// oldOCR has a page read.
type oldOCR struct {
	Image OldImage `json:"image"`
}

// oldVerify has two faces compared.
type oldVerify struct {
	ProbeImage     OldImage `json:"probeImage"`
	ReferenceImage OldImage `json:"referenceImage"`
}

// oldLiveness has a gaze evaluated.
type oldLiveness struct {
	Segments []OldSegment `json:"segments"`
}

// OldSegment is one look at a dot.
type OldSegment struct {
	Position string   `json:"dotPosition"` // TOP_LEFT, TOP_RIGHT, BOTTOM_LEFT, BOTTOM_RIGHT
	Image    OldImage `json:"image"`
}

// OldScore is a score or an error code.
type OldScore struct {
	Score     *float64 `json:"score,omitempty"` // 0..1
	ErrorCode string   `json:"errorCode,omitempty"`
}

// OldOCR has a service of the generation before the contract read a page. The
// code says why it could not; what it read is not kept.
func (c *Client) OldOCR(ctx context.Context, page []byte) (code string, err error) {
	var out struct {
		ErrorCode string `json:"errorCode"`
	}
	err = c.call(ctx, "v5 ocr", http.MethodPost, oldOCRPath, oldOCR{Image: OldImage{Data: page}}, &out)
	return out.ErrorCode, err
}

// OldVerify has a service of the generation before compare two faces.
func (c *Client) OldVerify(ctx context.Context, probe, reference []byte) (out OldScore, err error) {
	err = c.call(ctx, "v6 verify", http.MethodPost, oldVerifyPath, oldVerify{
		ProbeImage: OldImage{Data: probe}, ReferenceImage: OldImage{Data: reference},
	}, &out)
	return out, err
}

// OldLiveness has a service of the generation before evaluate a gaze.
func (c *Client) OldLiveness(ctx context.Context, looks []OldSegment) (out OldScore, err error) {
	err = c.call(ctx, "v6 check-liveness-active", http.MethodPost, oldLivenessPath, oldLiveness{Segments: looks}, &out)
	return out, err
}
