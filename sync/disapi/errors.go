package disapi

import "net/http"

// ErrorCode says in a word why a request failed.
type ErrorCode string

// The codes of the contract.
const (
	InvalidID                  ErrorCode = "INVALID_ID"
	InvalidImage               ErrorCode = "INVALID_IMAGE"
	InvalidRequestBody         ErrorCode = "INVALID_REQUEST_BODY"
	InvalidRequestParameter    ErrorCode = "INVALID_REQUEST_PARAMETER"
	InvalidRequestMethod       ErrorCode = "INVALID_REQUEST_METHOD"
	MalformedURL               ErrorCode = "MALFORMED_URL"
	DataDownloaderDisabled     ErrorCode = "DATA_DOWNLOADER_DISABLED"
	DataDownloadError          ErrorCode = "DATA_DOWNLOAD_ERROR"
	FaceSizeMemoryLimit        ErrorCode = "FACE_SIZE_MEMORY_LIMIT"
	CorruptedTemplate          ErrorCode = "CORRUPTED_TEMPLATE"
	IncompatibleTemplate       ErrorCode = "INCOMPATIBLE_TEMPLATE"
	UnsupportedVersionTemplate ErrorCode = "UNSUPPORTED_VERSION_TEMPLATE"
	NotEnoughData              ErrorCode = "NOT_ENOUGH_DATA"
	NotFound                   ErrorCode = "NOT_FOUND"
	Conflict                   ErrorCode = "CONFLICT"
	AlreadyExists              ErrorCode = "ALREADY_EXISTS"
	TooManyRequests            ErrorCode = "TOO_MANY_REQUESTS"
	UnexpectedError            ErrorCode = "UNEXPECTED_ERROR"
)

// Status returns the HTTP status that goes with the code; what is not listed
// is the client's mistake.
func (c ErrorCode) Status() int {
	switch c {
	case NotFound:
		return http.StatusNotFound
	case InvalidRequestMethod:
		return http.StatusMethodNotAllowed
	case Conflict:
		return http.StatusConflict
	case AlreadyExists:
		return http.StatusUnprocessableEntity
	case TooManyRequests:
		return http.StatusTooManyRequests
	case UnexpectedError:
		return http.StatusInternalServerError
	}
	return http.StatusBadRequest
}

// ErrorResponse is the body of every HTTP error but 401 and 403, which have none.
type ErrorResponse struct {
	ErrorCode    ErrorCode `json:"errorCode"`
	ErrorMessage string    `json:"errorMessage"` // for people; says nothing a client may rely on
}
