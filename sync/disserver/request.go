package disserver

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"

	"portico/sync/disapi"
)

func badBody(message string) error { return &problem{disapi.InvalidRequestBody, message} }

// parseID returns an id in its canonical spelling.
func parseID(text string) (uuid.UUID, error) {
	id, err := uuid.Parse(text)
	if err != nil || len(text) != len(id.String()) {
		return uuid.UUID{}, &problem{disapi.InvalidID, "the id is not a UUID"}
	}
	return id, nil
}

var errTooLarge = badBody("the body is too large")

// admitBody waits until the request's body may be read: not one that announces
// more than is read, and no more at a time than fits into memory.
func (s *server) admitBody(r *http.Request) error {
	limit := int64(s.Limits.Size())
	if r.ContentLength > limit {
		return errTooLarge
	}
	if r.ContentLength >= 0 {
		limit = r.ContentLength
	}
	return s.pool.hold(r.Context(), limit)
}

// decode reads the request's JSON object into v.
func (s *server) decode(r *http.Request, v any) error {
	if err := s.admitBody(r); err != nil {
		return err
	}
	err := disapi.Decode(r.Body, s.Limits, v)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, disapi.ErrBodyTooLarge):
		return errTooLarge
	case errors.Is(err, disapi.ErrBodyTooDeep):
		return badBody("the body is nested too deeply")
	}
	return badBody("the body is not the JSON object that the operation takes")
}

// binary says whether the request's body is a picture as it is, not JSON.
func binary(r *http.Request) bool {
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return media == "application/octet-stream" || strings.HasSuffix(r.URL.Path, "/binary")
}

// readPicture reads a binary body. Its format is judged where it is decoded.
func (s *server) readPicture(r *http.Request) ([]byte, error) {
	if err := s.admitBody(r); err != nil {
		return nil, err
	}
	limit := int64(s.Limits.Size())
	data, err := io.ReadAll(io.LimitReader(r.Body, limit+1))
	switch {
	case err != nil:
		return nil, badBody("the body ended early")
	case int64(len(data)) > limit:
		return nil, errTooLarge
	}
	return data, nil
}

// picture returns the bytes of an image field, or those it names the address of.
func (s *server) picture(ctx context.Context, img *disapi.Image) ([]byte, error) {
	switch {
	case img == nil || img.Data == nil && img.URL == "":
		return nil, badBody("image: data or url is required")
	case img.Data != nil && img.URL != "":
		return nil, badBody("image: either data or url, not both")
	case img.Data == nil && s.Download == nil:
		return nil, &problem{disapi.DataDownloaderDisabled, "this server fetches no pictures; send the data"}
	case img.Data == nil:
		return s.Download(ctx, img.URL)
	}
	return img.Data, nil
}

// oneOf checks a word against those the contract has.
func oneOf(field, word string, words ...string) error {
	if !slices.Contains(words, word) {
		return badBody(field + ": one of " + strings.Join(words, ", ") + " is required")
	}
	return nil
}
