package barcode_test

import (
	"fmt"
	"strings"
	"testing"

	"portico/engine/document/barcode"
)

// TestEveryVersion writes one person as each edition of the standard demands:
// version 1 (2000) has the name in DAA, the year first and feet and inches;
// 2 and 3 (2003, 2005) have DCS and DCT and inches with a unit; from 4 (2009) on
// DAC and DAD stand apart, each with its truncation.
func TestEveryVersion(t *testing.T) {
	for version := 1; version <= 10; version++ {
		common := []string{"DAG789 E OAK ST", "DAIANYTOWN", "DAJCA", "DAK902230000  ", "DAQD12345678"}
		var own []string
		switch {
		case version == 1:
			own = []string{"DAAPUBLIC,JOHN,QUINCY", "DARC", "DASB", "DATNONE", "DAU509", "DBA20351231", "DBB19700131", "DBC1", "DBD20310131"}
		case version <= 3:
			own = []string{"DCAC", "DCBB", "DCDNONE", "DCSPUBLIC", "DCTJOHN,QUINCY", "DAU069 in", "DAYBRO", "DBA12312035", "DBB01311970", "DBC1", "DBD01312031", "DCF83D9", "DCGUSA"}
		default:
			own = []string{"DCAC", "DCBB", "DCDNONE", "DCSPUBLIC", "DDEN", "DACJOHN", "DDFN", "DADQUINCY", "DDGT", "DAU069 in", "DAYBRO", "DBA12312035", "DBB01311970", "DBC1", "DBD01312031", "DCF83D9", "DCGUSA"}
		}
		l, p, err := barcode.ParseLicence(specimen(fmt.Sprintf("%02d", version), "DL", append(common, own...)...))
		if err != nil {
			t.Errorf("version %d: %v", version, err)
			continue
		}
		cut := barcode.NotMentioned
		if version >= 4 {
			cut = barcode.Truncated
		}
		got := []any{p.Version, l.Surname, l.GivenNames, l.MiddleCut, l.DateOfBirth, l.DateOfIssue, l.DateOfExpiry, l.Number, l.Sex, l.HeightCM, l.Class, l.Restrictions, l.Country, strings.Join(l.Address, "; "), len(l.Missing)}
		want := []any{version, "PUBLIC", "JOHN QUINCY", cut, "1970-01-31", "2031-01-31", "2035-12-31", "D12345678", "M", 175, "C", "B", "USA", "789 E OAK ST; ANYTOWN CA 90223", 0}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("version %d: %v, want %v (%v missing)", version, got[i], want[i], l.Missing)
			}
		}
	}
}

// TestNamesThatWereCut has a surname without given names, and elements that say
// so in the standard's words.
func TestNamesThatWereCut(t *testing.T) {
	l, _, err := barcode.ParseLicence(specimen("09", "ID", "DCSWOLFESCHLEGELSTEINHAUSENBERGERDORFF", "DDET", "DACNONE", "DDFU", "DADunavl", "DDGU", "DBB19791105", "DCGCAN"))
	if err != nil {
		t.Fatal(err)
	}
	if l.GivenNames != "" || l.SurnameCut != barcode.Truncated || l.FirstNameCut != barcode.NotKnown || l.Kind != barcode.IdentityCard || l.DateOfBirth != "1979-11-05" {
		t.Errorf("%+v", *l)
	}
}
