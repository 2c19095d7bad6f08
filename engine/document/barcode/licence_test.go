package barcode_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"portico/engine/document/barcode"
	"portico/engine/enginetest"
)

// specimen builds a payload of version v; elements are separated as the
// standard says.
func specimen(version, subfile string, elements ...string) []byte {
	middle := "01"
	if version == "01" {
		middle = ""
	}
	return []byte("@\n\x1e\rANSI 636000" + version + middle + "01" + subfile + "00310250" + subfile + strings.Join(elements, "\n") + "\r")
}

// The person of the standard's own examples (AAMVA DL/ID card design
// standard, annex D), whom each edition encodes its own way.
func TestTheStandardsExamples(t *testing.T) {
	for name, c := range map[string]struct {
		payload []byte
		want    barcode.Licence
	}{
		"version 10, United States": {
			specimen("10", "DL", "DCAC", "DCBNONE", "DCDPM", "DBA12102032", "DCSSAMPLE", "DDEN", "DACMICHAEL", "DDFN", "DADJOHN", "DDGN", "DBD06062024", "DBB06061986", "DBC1",
				"DAYBRO", "DAU068 in", "DAG2300 WEST BROAD STREET", "DAIRICHMOND", "DAJVA", "DAK232690000  ", "DAQT64235789", "DCF2424244747474786102204", "DCGUSA", "DCK123456789", "DDAF", "DDB06062018", "DDK1"),
			barcode.Licence{
				Kind: barcode.DriversLicence, Country: "USA", Jurisdiction: "Virginia", Surname: "SAMPLE", GivenNames: "MICHAEL JOHN", SurnameCut: "N", FirstNameCut: "N", MiddleCut: "N",
				Sex: "M", DateOfBirth: "1986-06-06", DateOfIssue: "2024-06-06", DateOfExpiry: "2032-12-10", Number: "T64235789", Discriminator: "2424244747474786102204",
				HeightCM: 173, Eyes: "BRO", Class: "C", Endorsements: "PM", Compliance: "F", Donor: true,
				Address: []string{"2300 WEST BROAD STREET", "RICHMOND VA 23269"},
			},
		},
		"version 8, Canada writes the year first and centimetres": {
			specimen("08", "DL", "DCAG", "DCBX", "DCDNONE", "DCSTREMBLAY", "DACMARIE", "DADNONE", "DBA20301231", "DBB19791105", "DBD20251231", "DBC2", "DAYHAZ", "DAU165 cm",
				"DAG1 RUE X", "DAIOTTAWA", "DAJON", "DAKK1A 0B1", "DAQA1234", "DCF1", "DCGCAN", "DDET", "DDFN", "DDGU"),
			barcode.Licence{
				Kind: barcode.DriversLicence, Country: "CAN", Jurisdiction: "Virginia", Surname: "TREMBLAY", GivenNames: "MARIE", SurnameCut: "T", FirstNameCut: "N", MiddleCut: "U",
				Sex: "F", DateOfBirth: "1979-11-05", DateOfIssue: "2025-12-31", DateOfExpiry: "2030-12-31", Number: "A1234", Discriminator: "1", HeightCM: 165, Eyes: "HAZ", Class: "G", Restrictions: "X",
				Address: []string{"1 RUE X", "OTTAWA ON K1A 0B1"},
			},
		},
		"version 3 has given names in one element": {
			specimen("03", "ID", "DBA01312015", "DCSPUBLIC", "DCTJOHN,QUINCY", "DBD08242005", "DBB01311970", "DBC9", "DAYGRN", "DAU069 IN",
				"DAG789 E OAK ST", "DAIANYTOWN", "DAJCA", "DAK902230000", "DAQD12345678", "DCF83D9BN217QO983B1", "DCGUSA"),
			barcode.Licence{
				Kind: barcode.IdentityCard, Country: "USA", Jurisdiction: "Virginia", Surname: "PUBLIC", GivenNames: "JOHN QUINCY", Sex: "X", DateOfBirth: "1970-01-31", DateOfIssue: "2005-08-24", DateOfExpiry: "2015-01-31",
				Number: "D12345678", Discriminator: "83D9BN217QO983B1", HeightCM: 175, Eyes: "GRN", Address: []string{"789 E OAK ST", "ANYTOWN CA 90223"},
			},
		},
		"version 1 has the whole name in one element": {
			specimen("01", "DL", "DAAPUBLIC,JOHN,QUINCY,JR", "DAG789 E OAK ST", "DAIANYTOWN", "DAJCA", "DAK90223", "DAQD12345678", "DARC", "DASNONE", "DATNONE",
				"DAU509", "DBA20051231", "DBB19700131", "DBCM", "DBD20010131"),
			barcode.Licence{
				Kind: barcode.DriversLicence, Country: "USA", Jurisdiction: "Virginia", Surname: "PUBLIC", GivenNames: "JOHN QUINCY", Suffix: "JR", Sex: "M",
				DateOfBirth: "1970-01-31", DateOfIssue: "2001-01-31", DateOfExpiry: "2005-12-31", Number: "D12345678", HeightCM: 175, Class: "C", Address: []string{"789 E OAK ST", "ANYTOWN CA 90223"},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, _, err := barcode.ParseLicence(c.payload)
			if err != nil {
				t.Fatal(err)
			}
			same(t, *got, c.want)
		})
	}
}

func same(t *testing.T, got, want barcode.Licence) {
	t.Helper()
	if !slices.Equal(got.Address, want.Address) {
		t.Errorf("address %q, want %q", got.Address, want.Address)
	}
	if len(got.Missing) != len(want.Missing) {
		t.Errorf("missing %v, want %v", got.Missing, want.Missing)
	}
	got.Address, want.Address, got.Missing, want.Missing = nil, nil, nil, nil
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestWhatAVersionDemandsIsMissed(t *testing.T) {
	got, _, err := barcode.ParseLicence(specimen("10", "DL", "DCSSAMPLE", "DBA00000000", "DBB13312001", "DAU"))
	if err != nil {
		t.Fatal(err)
	}
	if got.DateOfExpiry != "" || got.DateOfBirth != "" || got.HeightCM != 0 {
		t.Errorf("dates %q and %q, height %d from what is none", got.DateOfBirth, got.DateOfExpiry, got.HeightCM)
	}
	want := []string{"DAC", "DAD", "DAG", "DAI", "DAJ", "DAK", "DAQ", "DAY", "DBC", "DBD", "DCA", "DCB", "DCD", "DCF", "DCG", "DDE", "DDF", "DDG"}
	if !slices.Equal(got.Missing, want) {
		t.Errorf("missing %v, want %v", got.Missing, want)
	}
}

func TestWhatIsNoLicence(t *testing.T) {
	for name, payload := range map[string]string{
		"nothing":             "",
		"a web address":       "https://example.org/ANSI 636000",
		"no subfile":          "@\n\x1e\rANSI 636000100101",
		"only another's file": "@\n\x1e\rANSI 636000100101ZV00310008ZVZVA01\r",
		"short header":        "@\n\x1e\rANSI 63600010DL00310008DLDAQ1\r",
		"too long":            "@\n\x1e\rANSI 636000100101DL00310008DLDAQ" + strings.Repeat("1", 9000),
	} {
		if _, _, err := barcode.ParseLicence([]byte(payload)); !errors.Is(err, barcode.ErrNotAAMVA) {
			t.Errorf("%s: error %v, want ErrNotAAMVA", name, err)
		}
	}
}

// Payloads of other projects' tests: a real issuer's test cards, and files
// whose offsets are wrong and whose lines are indented.
func TestOthersPayloads(t *testing.T) {
	for file, want := range map[string][6]string{
		"aamva__aamva-rs__VA-21.txt":                                        {"identity-card", "SARKO", "JAMES ALAN", "1950-03-23", "T16700487", "M"},
		"aamva__aamva-rs__VA-U21.txt":                                       {"drivers-licence", "MALDONADO", "JULIANA ALINE", "2007-01-19", "T16700386", "F"},
		"aamva__joptimus__versionOne.txt":                                   {"drivers-licence", "PUBLIC", "JOHN QUINCY", "1970-01-31", "D12345678", "M"},
		"aamva__joptimus__versionThree.txt":                                 {"drivers-licence", "LEWIS", "SAMUEL", "1986-02-13", "L532143890998309", "M"},
		"aamva__joptimus__versionEight.txt":                                 {"drivers-licence", "PUBLIC", "JACKSON JONES", "1970-01-31", "D12345678", "M"},
		"cmake-cpp-barcode-qrcode-mrz__driver-license-sample.jpg.truth.txt": {"drivers-licence", "DOE", "JANE", "1990-09-16", "AB123456", "F"},
	} {
		data, err := os.ReadFile(enginetest.Data(t, "barcode", file))
		if err != nil {
			t.Fatal(err)
		}
		l, _, err := barcode.ParseLicence(data)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		if got := [6]string{string(l.Kind), l.Surname, l.GivenNames, l.DateOfBirth, l.Number, l.Sex}; got != want || l.Country != "USA" {
			t.Errorf("%s: %q of %s, want %q", file, got, l.Country, want)
		}
	}
}

func FuzzParseLicence(f *testing.F) {
	seeds, err := filepath.Glob("testdata/fuzz/FuzzParseLicence/*")
	if err != nil || len(seeds) == 0 {
		f.Fatal("no seeds: testdata/fuzz moved?")
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		l, p, err := barcode.ParseLicence(data)
		if err != nil {
			if !errors.Is(err, barcode.ErrNotAAMVA) || l != nil || p != nil {
				t.Errorf("error %v with %v, %v", err, l, p)
			}
			return
		}
		for _, d := range []string{l.DateOfBirth, l.DateOfIssue, l.DateOfExpiry} {
			if d != "" && len(d) != len("2006-01-02") {
				t.Errorf("date %q", d)
			}
		}
		for id := range p.Elements {
			if len(id) != 3 {
				t.Errorf("element %q", id)
			}
		}
	})
}
