package disserver_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"portico/engine/document/chip"
	"portico/engine/document/chip/chiptest"
	"portico/engine/imaging"
	"portico/sync/disapi"
	"portico/sync/disapi/contracttest"
	"portico/sync/disserver/servertest"
)

func TestChip(t *testing.T) {
	passport := chiptest.New(t, servertest.JPEG(t, servertest.Holder))
	cfg := servertest.Config(t)
	var err error
	if cfg.Authorities, err = chip.ParseAuthorities(passport.Authority); err != nil {
		t.Fatal(err)
	}
	b := backend{t, servertest.Start(t, cfg), http.Client{Transport: contracttest.Transport(t, http.DefaultTransport)}}
	c := "/customers/" + id
	b.do("POST", c, nil)
	b.fails("PUT", c+"/document/chip/data", passport.Container(), disapi.NotFound)
	b.do("PUT", c+"/document", "{}")
	b.do("PUT", c+"/selfie", image64(t, servertest.Holder))

	_, got := b.do("PUT", c+"/document/chip/challenge", nil)
	var challenge disapi.CreateDocumentChipResponse
	if err := json.Unmarshal([]byte(got), &challenge); err != nil || len(challenge.Challenge) != 8 {
		t.Errorf("the challenge is %s", got)
	}
	b.want("PUT", c+"/document/chip/data", []byte("sealed by somebody else"), `{"errorCode":"LDS_PARSE_ERROR"}`)
	b.fails("GET", c+"/document/chip/data", nil, disapi.NotFound)
	b.want("PUT", c+"/document/chip/data", passport.Container(), `{"links":{"self":"/api/v1`+c+`/document/chip/data"}}`)
	encode := func(data []byte) string { text, _ := json.Marshal(data); return string(text) }
	b.want("GET", c+"/document/chip/data", nil, fmt.Sprintf(`{"comFile":%s,"dg1File":%s,"dg2File":%s,"sodFile":%s}`,
		encode(passport.COM), encode(passport.DG1), encode(passport.DG2), encode(passport.SOD)))
	if servertest.See(imaging.ToRGBA(b.crop(c+"/document/chip/portrait"))) != servertest.Holder {
		t.Error("the chip's portrait shows another picture")
	}

	// The specimen's holder (ICAO Doc 9303-4), on 2026-03-01.
	b.want("GET", c, nil, `{"customer":{
		"age":{"chip":"51","selfie":"41"},"gender":{"chip":"F","selfie":"M"},
		"givenNames":{"chip":"ANNA MARIA"},"surname":{"chip":"ERIKSSON"},"dateOfBirth":{"chip":"1974-08-12"},
		"personalNumber":{"chip":"ZE184226B"},"nationality":{"chip":"UTO"},
		"document":{"pageTypes":[],"dateOfExpiry":{"chip":"2012-04-15"},"documentNumber":{"chip":"L898902C3"},
			"issuingState":{"chip":"UTO"},"links":{"chipPortrait":"/api/v1`+c+`/document/chip/portrait"}}}}`)
	if _, got := b.do("POST", c+"/inspect", nil); !strings.Contains(got, `"similarityWith":{"chipPortrait":true}`) {
		t.Errorf("the selfie is not compared with the chip: %s", got)
	}
	inspected := func(want string) {
		t.Helper()
		if _, got := b.do("POST", c+"/document/inspect", nil); !strings.Contains(got, `"chipInspection":`+want) {
			t.Errorf("inspected as %s, want %s", got, want)
		}
	}
	inspected(`{"dataAuthentication":"AUTHENTICATED","chipAuthentication":"NOT_SUPPORTED"}`)
	stranger := chiptest.New(t, servertest.JPEG(t, servertest.Stranger)) // signed, but by nobody known
	b.do("PUT", c+"/document/chip/data", stranger.Container())
	inspected(`{"dataAuthentication":"DENIED","chipAuthentication":"NOT_SUPPORTED"}`)
	if _, got := b.do("POST", c+"/inspect", nil); !strings.Contains(got, `"chipPortrait":false`) {
		t.Errorf("a stranger's chip passes: %s", got)
	}
	b.want("DELETE", c+"/document", nil, "204")
	b.fails("GET", c+"/document/chip/data", nil, disapi.NotFound)
}
