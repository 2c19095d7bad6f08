package customer

import (
	"portico/engine/document/chip"
	"portico/engine/document/mrz"
	"portico/engine/face"
)

// Chip is what was read out of the document's chip.
type Chip struct {
	Data     Blob          `json:"data"`               // the container, as uploaded
	Zone     *mrz.Document `json:"zone,omitempty"`     // DG1; nil: not read, or malformed
	Portrait Blob          `json:"portrait,omitempty"` // DG2, where it is a JPEG
	Template face.Template `json:"template,omitempty"` // of the portrait

	DataAuthentication chip.Authentication `json:"dataAuthentication,omitempty"`
	ChipAuthentication chip.Authentication `json:"chipAuthentication,omitempty"`
}
