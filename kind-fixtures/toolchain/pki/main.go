// Command pki issues the certificates of one throw-away cluster. It reads a
// request as JSON from standard input and writes NAME.crt and NAME.key for
// each authority and leaf into the folder that the request names.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

type request struct {
	Folder      string   `json:"folder"`
	Authorities []string `json:"authorities"`
	KeyPairs    []string `json:"keyPairs"` // NAME.key and NAME.pub without a certificate
	Leaves      []leaf   `json:"leaves"`
}

type leaf struct {
	Name         string   `json:"name"`
	Authority    string   `json:"authority"`
	CommonName   string   `json:"commonName"`
	Organization []string `json:"organization"`
	Hosts        []string `json:"hosts"`   // DNS names and addresses; a server certificate where there are any
	Seconds      int64    `json:"seconds"` // how long it is valid from now on, below 0: it ended then; 0: a year
}

type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// Certificates live as long as any throw-away cluster could.
const lifetime = 365 * 24 * time.Hour

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "pki:", err)
		os.Exit(1)
	}
}

func run() error {
	var asked request
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		return err
	}
	authorities := map[string]authority{}
	for _, name := range asked.Authorities {
		issued, err := issueAuthority(asked.Folder, name)
		if err != nil {
			return err
		}
		authorities[name] = issued
	}
	for _, leaf := range asked.Leaves {
		issuer, ok := authorities[leaf.Authority]
		if !ok {
			return fmt.Errorf("%s: no authority %q", leaf.Name, leaf.Authority)
		}
		if err := issueLeaf(asked.Folder, leaf, issuer); err != nil {
			return err
		}
	}
	for _, name := range asked.KeyPairs {
		if err := writeKeyPair(asked.Folder, name); err != nil {
			return err
		}
	}
	return nil
}

func issueAuthority(folder, name string) (authority, error) {
	template := blank(name, nil)
	template.IsCA = true
	template.BasicConstraintsValid = true
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return authority{}, err
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return authority{}, err
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return authority{}, err
	}
	return authority{certificate, key}, write(folder, name, der, key)
}

func issueLeaf(folder string, leaf leaf, issuer authority) error {
	template := blank(leaf.CommonName, leaf.Organization)
	if leaf.Seconds != 0 {
		template.NotAfter = time.Now().Add(time.Duration(leaf.Seconds) * time.Second)
		template.NotBefore = template.NotAfter.Add(-lifetime)
	}
	template.KeyUsage = x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	if len(leaf.Hosts) > 0 {
		template.ExtKeyUsage = append(template.ExtKeyUsage, x509.ExtKeyUsageServerAuth)
	}
	for _, host := range leaf.Hosts {
		if address := net.ParseIP(host); address != nil {
			template.IPAddresses = append(template.IPAddresses, address)
		} else {
			template.DNSNames = append(template.DNSNames, host)
		}
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer.certificate, &key.PublicKey, issuer.key)
	if err != nil {
		return err
	}
	return write(folder, leaf.Name, der, key)
}

func blank(commonName string, organization []string) *x509.Certificate {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		panic(err)
	}
	return &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: commonName, Organization: organization},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(lifetime),
	}
}

func writeKeyPair(folder, name string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return err
	}
	if err := writePem(filepath.Join(folder, name+".pub"), "PUBLIC KEY", public, 0o644); err != nil {
		return err
	}
	return writeKey(folder, name, key)
}

func write(folder, name string, certificate []byte, key *ecdsa.PrivateKey) error {
	if err := writePem(filepath.Join(folder, name+".crt"), "CERTIFICATE", certificate, 0o644); err != nil {
		return err
	}
	return writeKey(folder, name, key)
}

func writeKey(folder, name string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return writePem(filepath.Join(folder, name+".key"), "EC PRIVATE KEY", der, 0o600)
}

func writePem(path, kind string, der []byte, mode os.FileMode) error {
	return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), mode)
}
