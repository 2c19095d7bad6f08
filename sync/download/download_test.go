package download_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"portico/sync/download"
)

func TestFetch(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("secret")) }))
	t.Cleanup(elsewhere.Close)
	pictures := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/picture":
			_, _ = w.Write([]byte("a picture"))
		case "/moved":
			http.Redirect(w, r, "/picture", http.StatusFound)
		case "/away":
			http.Redirect(w, r, elsewhere.URL, http.StatusFound)
		case "/round":
			http.Redirect(w, r, "/round", http.StatusFound)
		case "/large":
			for range 33 {
				_, _ = w.Write(make([]byte, 1<<20))
			}
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(pictures.Close)
	// A name that leads to loopback, as a rebound one does.
	named := strings.Replace(pictures.URL, "127.0.0.1", "localhost", 1)
	d, err := download.New([]string{pictures.URL, named})
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]error{
		pictures.URL + "/picture":                 nil,
		pictures.URL + "/moved":                   nil,
		pictures.URL + "/away":                    download.ErrRefused,
		pictures.URL + "/round":                   download.ErrRefused,
		pictures.URL + "/large":                   download.ErrFailed,
		pictures.URL + "/nothing":                 download.ErrFailed,
		elsewhere.URL:                             download.ErrRefused,
		"http://169.254.169.254/latest/meta-data": download.ErrRefused,
		"file:///etc/passwd":                      download.ErrMalformed,
		"http://user:pass@host/":                  download.ErrMalformed,
		"picture":                                 download.ErrMalformed,
	} {
		data, err := d.Fetch(t.Context(), address)
		if !errors.Is(err, want) || err == nil && string(data) != "a picture" {
			t.Errorf("%s: %q, %v; want %v", address, data, err, want)
		}
	}
	byName, err := download.New([]string{named})
	if err != nil {
		t.Fatal(err)
	}
	if data, err := byName.Fetch(t.Context(), named+"/picture"); !errors.Is(err, download.ErrRefused) {
		t.Errorf("a name that leads inside: %q, %v", data, err)
	}
}

func TestOrigins(t *testing.T) {
	for text, good := range map[string]bool{
		"https://pictures.example": true, "http://192.0.2.7:8080/": true, "pictures.example": false,
		"https://pictures.example/folder": false, "ftp://pictures.example": false, "": false,
	} {
		if _, err := download.New([]string{text}); (err == nil) != good {
			t.Errorf("%q: %v, want good %v", text, err, good)
		}
	}
}
