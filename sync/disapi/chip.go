package disapi

// CreateDocumentChipResponse is what the chip shall answer.
type CreateDocumentChipResponse struct {
	Challenge Bytes `json:"challenge"` // 8 random bytes
}

// CreateDocumentChipDataResponse has links or an error code.
type CreateDocumentChipDataResponse struct {
	Links     *Links `json:"links,omitempty"`
	ErrorCode string `json:"errorCode,omitempty"` // LDS_PARSE_ERROR
}

// LDSParseError is the in-band code for chip data that cannot be read.
const LDSParseError = "LDS_PARSE_ERROR"

// GetDocumentChipDataResponse holds the chip's files as they were uploaded.
// The contract has no DG6.
type GetDocumentChipDataResponse struct {
	DG1  Bytes `json:"dg1File,omitempty"`
	DG2  Bytes `json:"dg2File,omitempty"`
	DG3  Bytes `json:"dg3File,omitempty"`
	DG4  Bytes `json:"dg4File,omitempty"`
	DG5  Bytes `json:"dg5File,omitempty"`
	DG7  Bytes `json:"dg7File,omitempty"`
	DG8  Bytes `json:"dg8File,omitempty"`
	DG9  Bytes `json:"dg9File,omitempty"`
	DG10 Bytes `json:"dg10File,omitempty"`
	DG11 Bytes `json:"dg11File,omitempty"`
	DG12 Bytes `json:"dg12File,omitempty"`
	DG13 Bytes `json:"dg13File,omitempty"`
	DG14 Bytes `json:"dg14File,omitempty"`
	DG15 Bytes `json:"dg15File,omitempty"`
	DG16 Bytes `json:"dg16File,omitempty"`
	SOD  Bytes `json:"sodFile,omitempty"`
	COM  Bytes `json:"comFile,omitempty"`
}
