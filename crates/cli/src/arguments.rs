//! The words of the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use sohoa_station::view::PairBy;

use crate::checking::CheckCaseCommand;
use crate::disputed::SettleArguments;
use crate::double::Which;
use crate::lots::LotCommand;
use crate::people::PeopleCommand;
use crate::sampling::SampleCommand;
use crate::thirds::ThirdsCommand;
use crate::work::WorkCommand;

/// Trạm số hóa hộ tịch: từ trang sổ đến một tệp Excel và một tệp zip.
#[derive(Debug, Parser)]
#[command(name = "sohoa", version, about, disable_help_subcommand = true)]
pub struct Arguments {
    /// Thư mục kho sổ.
    #[arg(long, global = true, env = "SOHOA_WORKSPACE", value_name = "DIR")]
    pub workspace: Option<PathBuf>,
    /// Làm việc với tên người này; mật khẩu lấy từ biến SOHOA_PASSWORD hoặc được hỏi.
    #[arg(long = "as", global = true, env = "SOHOA_AS", value_name = "NAME")]
    pub who: Option<String>,
    /// In đúng một tài liệu JSON ra đầu ra chuẩn.
    #[arg(long, global = true)]
    pub json: bool,
    /// Việc cần làm.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Tạo kho sổ mới.
    Init {
        /// Thư mục của kho.
        dir: PathBuf,
        /// Nơi đăng ký, ví dụ "UBND xã An Nhơn".
        #[arg(long)]
        place: String,
    },
    /// Sổ trong kho.
    #[command(subcommand)]
    Book(BookCommand),
    /// Trang của sổ.
    #[command(subcommand)]
    Pages(PagesCommand),
    /// Trường hợp của sổ.
    #[command(subcommand)]
    Cases(CasesCommand),
    /// Dữ liệu của các trường hợp.
    #[command(subcommand)]
    Records(RecordsCommand),
    /// Người làm việc trong kho.
    #[command(subcommand)]
    People(PeopleCommand),
    /// Chạy mọi quy tắc soát lỗi trên các sổ; không nêu sổ nào là cả kho.
    Check {
        /// Mã sổ, ví dụ KS.2008.01.
        books: Vec<String>,
    },
    /// Chạy mọi quy tắc không cần hình trang trên một bảng Excel bất kỳ, không cần kho sổ.
    CheckSheet {
        /// Tệp .xlsx.
        file: PathBuf,
        /// Loại sổ: KS, KH, KT, HN, CMC.
        #[arg(long = "type")]
        kind: String,
    },
    /// Liệt kê các quy tắc soát lỗi.
    Rules,
    /// Nghiệm thu theo mẫu: xem mấy trường hợp, những trường hợp nào, và cả lô sai khoảng bao nhiêu.
    #[command(subcommand)]
    Sample(SampleCommand),
    /// Nghiệm thu từng lô sổ: lập lô, rút mẫu, kiểm, kết luận, biên bản.
    #[command(subcommand)]
    Lot(LotCommand),
    /// Đóng gói một sổ thành một Excel và một zip.
    Package {
        /// Mã sổ.
        book: String,
        /// Thư mục để giao.
        #[arg(long)]
        out: PathBuf,
    },
    /// Tìm người trong cả kho: họ tên có dấu hay không, ngày, số, cha mẹ, nơi ở; nhiều từ thì phải có đủ.
    Find {
        /// Các từ cần tìm.
        #[arg(required = true)]
        words: Vec<String>,
        /// Chỉ loại sổ này: KS, KH, KT, HN, CMC.
        #[arg(long = "type")]
        kind: Option<String>,
        /// Nhiều nhất bấy nhiêu trường hợp.
        #[arg(long, default_value_t = 50)]
        limit: usize,
    },
    /// Trường hợp giữ cho nơi khác trong cả kho, theo từng nơi.
    Held {
        /// Tệp .xlsx để in và bàn giao.
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Gói bàn giao: mang sổ từ trạm này sang trạm khác không cần mạng.
    #[command(subcommand)]
    Bundle(BundleCommand),
    /// Nhập hai lần: ô nào của sổ, đã đến đâu, ai sai bao nhiêu.
    Double {
        /// Mã sổ.
        book: String,
        /// Đặt ô nào phải nhập hai lần; không có thì chỉ xem.
        #[arg(long)]
        set: Option<Which>,
    },
    /// Giao việc: ai làm gì, đến đâu của sổ, hẹn ngày nào; việc của mình; trường hợp bị trả lại.
    #[command(subcommand)]
    Work(WorkCommand),
    /// Phân xử những ô hai người nhập khác nhau.
    #[command(subcommand)]
    Thirds(ThirdsCommand),
    /// Soát từng trường hợp do người khác nhập: từng ô, đúng cả, hoặc trả lại.
    #[command(subcommand)]
    CheckCase(CheckCaseCommand),
    /// Những chỗ hai nơi ghi khác nhau, cần người chọn.
    Disputed {
        /// Mã sổ.
        book: String,
    },
    /// Chọn một trong các cách ghi; cách kia vẫn còn trong lịch sử.
    Settle(SettleArguments),
    /// Lịch sử của kho: mọi việc đã làm, không sửa được về sau.
    #[command(subcommand)]
    History(HistoryCommand),
    /// Kiểm một gói đã giao, do ai làm cũng được.
    Verify {
        /// Tệp Excel.
        xlsx: PathBuf,
        /// Tệp zip.
        zip: PathBuf,
    },
}

/// Bundles. A password is read from SOHOA_BUNDLE_PASSWORD.
#[derive(Debug, Subcommand)]
pub enum BundleCommand {
    /// Niêm phong các sổ thành một gói. Có SOHOA_BUNDLE_PASSWORD thì gói có mật khẩu.
    Make {
        /// Mã sổ.
        #[arg(required = true)]
        books: Vec<String>,
        /// Tệp gói để ghi.
        #[arg(long)]
        out: PathBuf,
        /// Giao để làm gì.
        #[arg(long, value_enum, default_value_t = PurposeArg::Keying)]
        purpose: PurposeArg,
        /// Chỉ hình và mẫu trống, không kèm gì đã nhập.
        #[arg(long)]
        blind: bool,
    },
    /// Xem gói mà không nhận.
    Show {
        /// Tệp gói.
        file: PathBuf,
    },
    /// Nhận gói: thêm những gì chưa có, ghép theo từng trường.
    Take {
        /// Tệp gói.
        file: PathBuf,
        /// Tin trạm đã niêm phong, dù chưa từng nhận của trạm đó.
        #[arg(long)]
        trust: bool,
    },
}

/// What a bundle is handed over for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PurposeArg {
    /// Nhập liệu.
    Keying,
    /// Nhập lần hai.
    Second,
    /// Soát lỗi.
    Checking,
    /// Sửa chữa.
    Correction,
    /// Trả về nơi giao.
    Return,
}

/// The history.
#[derive(Debug, Subcommand)]
pub enum HistoryCommand {
    /// Kiểm lịch sử còn nguyên: không bị sửa, cắt, đổi chỗ; và các sổ đúng như lịch sử.
    Verify {
        /// Mã chốt đã in trên biên bản hay ghi trong tệp manifest; ghi được nhiều lần.
        #[arg(long = "head")]
        heads: Vec<String>,
    },
    /// Ghi cả lịch sử ra một tệp để thanh tra, mỗi mục một dòng JSON.
    Export {
        /// Tệp .jsonl để ghi.
        #[arg(long)]
        out: PathBuf,
    },
}

/// Books.
#[derive(Debug, Subcommand)]
pub enum BookCommand {
    /// Thêm một sổ.
    Add {
        /// Loại sổ: KS, KH, KT, HN, CMC.
        #[arg(long = "type")]
        kind: String,
        /// Năm mở sổ.
        #[arg(long)]
        year: u16,
        /// Quyển số.
        #[arg(long)]
        volume: String,
        /// Nơi đăng ký, nếu khác nơi của kho.
        #[arg(long)]
        place: Option<String>,
        /// Mẫu cột, ví dụ KS-70.
        #[arg(long)]
        sheet: Option<String>,
    },
    /// Liệt kê các sổ.
    List,
}

/// Pages.
#[derive(Debug, Subcommand)]
pub enum PagesCommand {
    /// Đưa ảnh, PDF, thư mục hoặc zip vào sổ.
    Import {
        /// Mã sổ.
        book: String,
        /// Tệp hoặc thư mục.
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Tìm trang trong ảnh rồi làm phẳng, hoặc giữ cả ảnh.
        #[arg(long, value_enum, default_value_t = FlattenArg::Auto)]
        flatten: FlattenArg,
        /// Đặt trang đầu tiên vào vị trí này của sổ (từ 1), thay vì cuối sổ.
        #[arg(long)]
        at: Option<u32>,
    },
    /// Chất lượng từng trang: độ nét, lóa, độ phân giải, cần xem hay chụp lại.
    Quality {
        /// Mã sổ.
        book: String,
    },
    /// Ghi một trang ra tệp JPEG đúng như sẽ giao.
    Show {
        /// Mã sổ.
        book: String,
        /// Trang thứ mấy trong sổ, từ 1.
        page: u32,
        /// Tệp .jpg.
        #[arg(long)]
        out: PathBuf,
    },
    /// Xem, đổi ngưỡng chê ảnh trang của kho này.
    Limits {
        /// Độ nét tối thiểu, 0–100.
        #[arg(long)]
        sharpness: Option<f64>,
        /// Độ nét mà dưới đó phải chụp lại, 0–100.
        #[arg(long)]
        blurred: Option<f64>,
        /// Phần trang bị lóa tối đa, 0–1.
        #[arg(long)]
        glare: Option<f64>,
        /// Độ sáng chỗ tối nhất so với chỗ sáng nhất, 0–1.
        #[arg(long)]
        shade: Option<f64>,
        /// Số điểm mỗi inch tối thiểu.
        #[arg(long)]
        dpi: Option<f64>,
    },
    /// Theo dõi một thư mục: ảnh mới máy quét lưu vào đó tự vào sổ, cho tới khi dừng lệnh.
    Watch {
        /// Mã sổ.
        book: String,
        /// Thư mục.
        folder: PathBuf,
        /// Chỉ nhận những gì đang có, đợi ghi xong, rồi thôi.
        #[arg(long)]
        once: bool,
    },
    /// Làm tiếp việc đưa trang vào bị dừng giữa chừng, đúng chỗ đã dừng.
    Resume {
        /// Mã sổ; bỏ trống là mọi sổ.
        book: Option<String>,
    },
    /// Cho biết số ghi trên giấy của một trang, để tìm trang thiếu.
    Number {
        /// Mã sổ.
        book: String,
        /// Trang thứ mấy trong sổ, từ 1.
        page: u32,
        /// Số ghi trên giấy; sổ chụp hai trang một ảnh thì là số của trang bên trái.
        number: u32,
    },
    /// Ghi danh sách trang phải chụp lại và trang thiếu ra một tệp để in.
    Retake {
        /// Mã sổ.
        book: String,
        /// Tệp .html để ghi.
        #[arg(long)]
        out: PathBuf,
    },
    /// Kẻ chỗ cắt trên một trang; các trang sau theo được trang này.
    Layout {
        /// Mã sổ.
        book: String,
        /// Trang thứ mấy trong sổ, từ 1.
        #[arg(long)]
        page: u32,
        /// auto: theo các hàng của bảng kẻ sẵn; hoặc các chỗ cắt từ trên xuống, phần của chiều cao, ví dụ 0.1,0.4,0.7,1.
        #[arg(long)]
        rows: String,
        /// Các chỗ chia cột, phần của chiều rộng, ví dụ 0.5 cho trang đôi.
        #[arg(long)]
        columns: Option<String>,
        /// Các phần nối tiếp trường hợp trước nó, ví dụ 1 (nối trang trước) hoặc 2,4.
        #[arg(long)]
        continues: Option<String>,
    },
    /// Mang chỗ cắt của một trang theo các trang sau, bám các dòng kẻ in.
    Carry {
        /// Mã sổ.
        book: String,
        /// Trang mẫu.
        #[arg(long)]
        from: u32,
        /// Trang cuối cùng được mang tới; bỏ trống là hết sổ.
        #[arg(long)]
        to: Option<u32>,
        /// Các trang lặp lại theo chu kỳ mấy trang, ví dụ 2 khi trang trái khác trang phải.
        #[arg(long, default_value_t = 1)]
        run: u32,
    },
    /// Thay ảnh của một trang bằng ảnh chụp lại; trường hợp và dữ liệu giữ nguyên.
    Replace {
        /// Mã sổ.
        book: String,
        /// Trang thứ mấy trong sổ, từ 1.
        page: u32,
        /// Tệp ảnh mới.
        file: PathBuf,
    },
}

/// Whether pages are looked for in their pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FlattenArg {
    /// Tự tìm trang.
    Auto,
    /// Giữ cả ảnh.
    Off,
}

/// Cases.
#[derive(Debug, Subcommand)]
pub enum CasesCommand {
    /// Cắt trang thành trường hợp.
    Cut {
        /// Mã sổ.
        book: String,
        /// Số trường hợp trên mỗi trang.
        #[arg(long, conflicts_with = "spread", default_value_t = 1)]
        per_page: u8,
        /// Sổ mở đôi: trang trái rồi trang phải.
        #[arg(long)]
        spread: bool,
        /// Chỉ các trang này, ví dụ 1-10 hoặc 3,5,8-9.
        #[arg(long)]
        pages: Option<String>,
    },
    /// Ghép hình đến sau với các trường hợp đã nhập trước.
    Join {
        /// Mã sổ.
        book: String,
        /// Cách ghép.
        #[arg(long, value_enum, default_value_t = Pair::Order)]
        pair: Pair,
    },
}

/// Records.
#[derive(Debug, Subcommand)]
pub enum RecordsCommand {
    /// Đọc một bảng Excel vào các trường hợp.
    Import {
        /// Mã sổ.
        book: String,
        /// Tệp .xlsx.
        file: PathBuf,
        /// Cách ghép dòng với trường hợp.
        #[arg(long, value_enum, default_value_t = Pair::Order)]
        pair: Pair,
        /// Dòng không ghép được thành trường hợp mới.
        #[arg(long)]
        new: bool,
        /// Giữ giá trị đã có; không thay bằng giá trị khác trong bảng.
        #[arg(long)]
        keep: bool,
        /// Hiểu cột theo lời trong tiêu đề, như "Họ tên mẹ"; không chỉ theo tên cột của phần mềm 158.
        #[arg(long)]
        by_words: bool,
        /// Người khác đã nhập bảng này: ai đưa vào vẫn được soát và lấy mẫu.
        #[arg(long)]
        of_others: bool,
    },
}

/// How rows, or pictures, find their cases.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Pair {
    /// Theo thứ tự.
    Order,
    /// Theo trang số.
    Page,
    /// Theo số đăng ký.
    Number,
    /// Theo tên tệp hình.
    File,
}

impl From<Pair> for PairBy {
    fn from(pair: Pair) -> Self {
        match pair {
            Pair::Order => Self::Order,
            Pair::Page => Self::Page,
            Pair::Number => Self::Number,
            Pair::File => Self::File,
        }
    }
}
