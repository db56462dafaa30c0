import Desk
import NIOSSL
import Publishing

/// The files by which the service shows over TLS that it is itself. They are read once, when it starts.
package struct CertificateFiles: Sendable {
  private let certificate: String
  private let key: String

  /// PEM files: the certificate with those that vouch for it, and its private key.
  package init(certificate: String, key: String) {
    self.certificate = certificate
    self.key = key
  }

  /// TLS 1.2 or later.
  func configuration() throws -> TLSConfiguration {
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(certificate).map(NIOSSLCertificateSource.certificate)
      guard !chain.isEmpty else { throw Failure(.noSetUp, "\(certificate) holds no certificate.") }
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain, privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
      configuration.minimumTLSVersion = .tlsv12
      // Found wrong now, and not by the first who asks.
      _ = try NIOSSLContext(configuration: configuration)
      return configuration
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(
        .noSetUp,
        "The service cannot speak TLS by \(certificate) and \(key) (service.certificate-file, service.key-file): "
          + "\(String(describing: error)).")
    }
  }
}
