package disserver_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"portico/sync/disapi"
	"portico/sync/disserver/servertest"
	"portico/sync/download"
)

// TestPicturesByAddress are fetched where the operator allows it, and what
// goes wrong is told in the contract's words.
func TestPicturesByAddress(t *testing.T) {
	cfg := servertest.Config(t)
	cfg.Download = func(_ context.Context, address string) ([]byte, error) {
		switch address {
		case "https://pictures.example/holder":
			return servertest.JPEG(t, servertest.Holder), nil
		case "https://pictures.example/text":
			return []byte("no picture"), nil
		case "ftp://pictures.example":
			return nil, download.ErrMalformed
		case "https://pictures.example/gone":
			return nil, download.ErrFailed
		case "http://169.254.169.254/":
			return nil, download.ErrRefused
		}
		return nil, errors.New("unexpected")
	}
	b := backend{t: t, base: servertest.Start(t, cfg)}
	c := "/customers/" + id
	b.do("POST", c, nil)
	if status, got := b.do("PUT", c+"/selfie", `{"image":{"url":"https://pictures.example/holder"}}`); status != http.StatusOK {
		t.Errorf("%d %s", status, got)
	}
	for address, want := range map[string]disapi.ErrorCode{
		"ftp://pictures.example": disapi.MalformedURL, "https://pictures.example/gone": disapi.DataDownloadError,
		"http://169.254.169.254/": disapi.DataDownloadError, "https://pictures.example/text": disapi.InvalidImage,
	} {
		b.fails("PUT", c+"/selfie", `{"image":{"url":"`+address+`"}}`, want)
	}
}
